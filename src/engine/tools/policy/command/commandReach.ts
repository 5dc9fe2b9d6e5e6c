import type { CommandParser } from './commandParser.ts';
import { innerCommands, innerScripts, type ReachedCommand } from './innerCommands.ts';
import { looseWord } from './looseWord.ts';
import { kindOf, programName } from './programKinds.ts';
import { nodesIn, type ShellNode } from './shellNode.ts';

/** Everything a script may come to run: what rules that forbid are held against. */
export interface CommandReach {
  readonly commands: readonly ReachedCommand[];
  /** Every word of the script, where it has code that nobody here can read; lower case, without folders. */
  readonly mentions: ReadonlySet<string>;
  /** Something runs that cannot be known: a program named by a variable, code in an argument, a script that was not understood. */
  readonly isOpaque: boolean;
}

interface Reach extends CommandReach {
  readonly commands: ReachedCommand[];
  readonly mentions: Set<string>;
  isOpaque: boolean;
}

const deepest = 4;
const mostCommands = 2_000;

export async function commandReach(parser: CommandParser, script: string): Promise<CommandReach> {
  const reach: Reach = { commands: [], mentions: new Set(), isOpaque: false };
  await addScript(parser, { script, depth: 0 }, reach);
  return reach;
}

async function addScript(parser: CommandParser, { script, depth }: { readonly script: string; readonly depth: number }, reach: Reach): Promise<void> {
  const parsed = depth > deepest || reach.commands.length > mostCommands ? null : await parser.parse(script);
  if (!parsed?.ok) {
    reach.isOpaque = true;
    return mention(script, reach);
  }
  const nodes = [...nodesIn(parsed.value)];
  const isFed = nodes.some(({ type }) => /^(?:pipeline|heredoc_redirect|herestring_redirect|file_redirect)$/.test(type));
  const commands = nodes.filter(({ type }) => type === 'command').map(wordsOf).flatMap((command) => withInner(command, depth));
  if (nodes.some(({ type, isMissing }) => type === 'ERROR' || isMissing) || commands.some((command) => isHidden(command, isFed))) reach.isOpaque = true;
  if (reach.isOpaque || commands.some(isCode)) mention(script, reach);
  reach.commands.push(...commands);
  for (const inner of new Set(commands.flatMap(innerScripts))) await addScript(parser, { script: inner, depth: depth + 1 }, reach);
}

/** The parser takes some words apart where a substitution begins: what touches is one word. */
function wordsOf({ children }: ShellNode): ReachedCommand {
  const words: { text: string; isCertain: boolean; end: number }[] = [];
  for (const node of children.filter(({ type, isNamed }) => isNamed && !/assignment|redirect/.test(type))) {
    const { text, isCertain } = looseWord(node);
    const before = words.at(-1);
    if (before?.end !== node.start) words.push({ text, isCertain, end: node.end });
    else words.splice(-1, 1, { text: before.text + text, isCertain: before.isCertain && isCertain, end: node.end });
  }
  return words;
}

function withInner(command: ReachedCommand, depth: number): readonly ReachedCommand[] {
  return depth > deepest ? [command] : [command, ...innerCommands(command).flatMap((inner) => withInner(inner, depth + 2))];
}

/** Every word counts as something that may run; once more without quotes, which may stand in the middle of a name. */
function mention(script: string, { mentions }: Reach): void {
  for (const text of [script, script.replace(/["'\\]/g, '')]) {
    for (const word of text.split(/[^A-Za-z0-9_.+-]+/)) mentions.add(programName(word).replace(/^[-+.]+/, '').toLowerCase());
  }
}

function isCode([program]: ReachedCommand): boolean {
  const kind = program && kindOf(program.text);
  return kind === 'shell' || kind === 'interpreter';
}

/** Whether a command runs something that stands nowhere in words. */
function isHidden([program, ...rest]: ReachedCommand, isFed: boolean): boolean {
  if (!program) return false;
  if (!program.isCertain) return true;
  const kind = kindOf(program.text);
  if (/^(?:eval|source|\.)$/.test(program.text) || kind === 'wrapper') return rest.some(({ isCertain }) => !isCertain);
  if (kind !== 'shell' && kind !== 'interpreter') return false;
  if (program.text.endsWith('awk') || rest.some(({ text }) => inlineCode.test(text))) return true;
  return rest.length === 0 || (isFed && rest.every(({ text }) => text.startsWith('-')));
}

const inlineCode = /^(?:-[A-Za-z]*[ceEpr]|--(?:eval|exec|execute|print|command|code)(?:=.*)?|-s|-)$/;
