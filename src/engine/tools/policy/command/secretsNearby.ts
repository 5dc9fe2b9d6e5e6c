import type { Files } from '../../../ports/files.ts';
import { resolveForReading } from '../authorize.ts';
import { shown } from '../pathNames.ts';
import { readProtection, secretExamples } from '../protectedPaths.ts';

/** Why a pattern for names asks, or `null`: it is about files with secrets. A mere `*` is not about anything. */
export function patternDoubt(pattern: string): string | null {
  const name = pattern.replace(/^.*[/:)]/, '');
  if (pattern.startsWith('!') || /^[*?.]*$/.test(name)) return null;
  const test = new RegExp(`^${name.split('*').map((part) => part.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('?', '.').replace(/\[!?[^\]]*\]?/g, '.')).join('.*')}$`, 'i');
  const found = secretExamples.find((secret) => test.test(secret));
  return found === undefined ? null : `"${shown(pattern)}" is a pattern for files such as ${found}, which can hold secrets.`;
}

/** Why reading a whole folder (from the workspace root) asks, or `null`: what lies directly in it can hold secrets. Deeper is not looked. */
export async function folderDoubt(files: Files, folder: string): Promise<string | null> {
  const resolved = await resolveForReading(files, folder);
  if (!resolved.ok || (await files.stat(resolved.value.path))?.kind !== 'directory') return null;
  const entries = await files.list(resolved.value.path);
  const secret = entries.find(({ name, kind }) => kind === 'file' && readProtection([name])?.needs === 'consent');
  return secret === undefined ? null : `It would read "${shown(secret.name)}" too, which can hold secrets.`;
}
