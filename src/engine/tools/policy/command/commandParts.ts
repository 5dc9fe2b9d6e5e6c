import { revealHidden } from '../../../base/hiddenText.ts';
import type { CommandParser } from './commandParser.ts';
import { lookingProgram } from './lookingPrograms.ts';
import { looseWord } from './looseWord.ts';
import { kindMeaning, kindOf, programName } from './programKinds.ts';
import { nodesIn, type ShellNode } from './shellNode.ts';

/** One of the commands in a script, for a person who is to approve it. */
export interface CommandPart {
  /** As written, with nothing hidden in it. */
  readonly text: string;
  /** What is known of it. */
  readonly note: string;
}

const mostParts = 40;

/** What a script is made of: each command, also inside others, and where output goes to files. Empty where it cannot be read. */
export async function commandParts(parser: CommandParser, script: string): Promise<readonly CommandPart[]> {
  const parsed = await parser.parse(script);
  if (!parsed.ok) return [];
  const parts = [...nodesIn(parsed.value)].flatMap(partOf);
  return parts.length <= mostParts ? parts : [...parts.slice(0, mostParts), { text: '…', note: `and ${parts.length - mostParts} more` }];
}

function partOf(node: ShellNode): readonly CommandPart[] {
  const text = revealHidden(node.text);
  if (node.type === 'command') return [{ text, note: noteOf(node) }];
  if (node.type === 'file_redirect' && /[>&]/.test(node.text)) return [{ text, note: 'writes to a file' }];
  if (node.type === 'ERROR') return [{ text, note: 'was not understood' }];
  return [];
}

function noteOf({ children }: ShellNode): string {
  const program = children.find(({ type }) => type === 'command_name');
  if (!program) return 'sets a variable';
  const { text, isCertain } = looseWord(program);
  if (!isCertain) return 'runs a program that is only known when it runs';
  const kind = kindOf(text);
  if (kind) return kindMeaning[kind];
  return lookingProgram(programName(text)) ? 'looks' : 'runs a program that is not known here';
}
