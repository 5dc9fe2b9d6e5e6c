import * as z from 'zod';
import type { PermissionSubject } from '../../ports/tool.ts';

/** A lasting yes of a person. A command is meant to the letter, as long as the scripts it names stay as they are; a tool that is defined somewhere, as long as that stays the same. */
export const remembered = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('command'), script: z.string(), folder: z.string(), fingerprint: z.string() }),
  z.strictObject({ type: z.literal('program'), words: z.array(z.string()) }),
  z.strictObject({ type: z.literal('write') }),
  z.strictObject({ type: z.literal('tool'), name: z.string(), definition: z.string().optional() }),
]);
export type Remembered = z.infer<typeof remembered>;

/** What a lasting yes to a call would be; `null` where each one has to be asked about. */
export function lastingYes(tool: string, subject: PermissionSubject | undefined, fingerprint: string): Remembered | null {
  switch (subject?.type) {
    case undefined:
      return { type: 'tool', name: tool, ...(fingerprint !== '' && { definition: fingerprint }) };
    case 'command':
      return { type: 'command', script: subject.script, folder: subject.folder, fingerprint };
    case 'program':
      return { type: 'program', words: subject.argv.slice(0, 2) };
    case 'write':
      return subject.consent === null ? { type: 'write' } : null;
    case 'read':
      return null;
  }
}

/** What it covers, in words for the person who gives it. */
export function coverOf(yes: Remembered): string {
  switch (yes.type) {
    case 'command':
      return 'exactly this command in this folder, as long as the scripts it names stay as they are';
    case 'program':
      return `every "${yes.words.join(' ')}" of the ${yes.words[0] ?? ''} tool`;
    case 'write':
      return 'every change of an ordinary file in the workspace';
    case 'tool':
      return `every call of ${yes.name}${yes.definition === undefined ? '' : ', as long as what is behind it stays the same'}`;
  }
}

export function isSameYes(left: Remembered, right: Remembered): boolean {
  return JSON.stringify(remembered.parse(left)) === JSON.stringify(remembered.parse(right));
}
