import { callsOf, type Conversation, type Exchange } from './conversation.ts';
import { firstLine, isReadable, normalPath, pathsIn, toFileText } from './toolOutput.ts';
import { changesSeenIn, type SeenChanges } from './changesSeen.ts';
import { readTestRun, type TestRun } from './testRun.ts';
import { inputText } from './toolbox.ts';

/** What this conversation has shown about the workspace. */
export interface Knowledge {
  /** Files that exist, in the order of their paths. */
  readonly files: readonly string[];
  /** Whole files as they were when first read. */
  readonly originals: ReadonlyMap<string, string>;
  /** The same with this conversation's own edits. */
  readonly contents: ReadonlyMap<string, string>;
  /** Paths whose reading was asked for, with or without success. */
  readonly asked: ReadonlySet<string>;
  readonly runs: readonly TestRun[];
  readonly answers: readonly Answer[];
  /** What Git says is different; `null` where nobody looked. */
  readonly seen: SeenChanges | null;
  /** Why changing files or running commands was refused, if it was. */
  readonly refusals: readonly string[];
}

/** What a person was asked, and said. */
export interface Answer {
  readonly question: string;
  readonly options: readonly string[];
  readonly answer: string;
}

export function learn(conversation: Conversation): Knowledge {
  const reads = callsOf(conversation, 'read_file');
  const originals = new Map<string, string>();
  for (const read of reads.filter(({ isError }) => !isError)) {
    const path = pathOf(read);
    const text = toFileText(read.output);
    if (!originals.has(path) && text !== null) originals.set(path, text);
  }
  const contents = withEdits(originals, conversation);
  return {
    files: [...new Set([...listed(conversation), ...contents.keys()])].filter(isReadable).toSorted(),
    originals,
    contents,
    asked: new Set(reads.map(pathOf)),
    runs: callsOf(conversation, 'run_command').map((exchange) => readTestRun({ ...exchange, command: inputText(exchange.input, 'command') })),
    seen: changesSeenIn(conversation),
    answers: callsOf(conversation, 'ask_user').filter(({ isError }) => !isError).map(({ input, output }) => ({ question: inputText(input, 'question'), options: optionsIn(input), answer: output.replace(/\s+/g, ' ').trim() })),
    refusals: callsOf(conversation, 'run_command', 'edit_file', 'write_file').filter(({ isError, output }) => isError && !/^exit code/i.test(output)).map(({ name, output }) => `${name}: ${firstLine(output)}`),
  };
}

function optionsIn(input: Exchange['input']): readonly string[] {
  const list = Object.values(input).find((value) => Array.isArray(value));
  return Array.isArray(list) ? list.filter((option) => typeof option === 'string') : [];
}

function pathOf({ input }: Exchange): string {
  return normalPath(inputText(input, 'path'));
}

function listed(conversation: Conversation): readonly string[] {
  const found = callsOf(conversation, 'find_files', 'search_text').filter(({ isError }) => !isError).flatMap(({ output }) => pathsIn(output, ''));
  const inFolders = callsOf(conversation, 'list_files').filter(({ isError }) => !isError).flatMap((exchange) => pathsIn(exchange.output, pathOf(exchange)));
  return [...found, ...inFolders];
}

/** Edits that succeeded, applied to what was read before them. */
function withEdits(originals: ReadonlyMap<string, string>, conversation: Conversation): ReadonlyMap<string, string> {
  const contents = new Map(originals);
  for (const exchange of callsOf(conversation, 'edit_file', 'write_file').filter(({ isError }) => !isError)) {
    const path = pathOf(exchange);
    if (exchange.name === 'write_file') contents.set(path, inputText(exchange.input, 'content'));
    else contents.set(path, editsOf(exchange).reduce((text, { oldText, newText }) => text.replace(oldText, () => newText), contents.get(path) ?? ''));
  }
  return contents;
}

function editsOf({ input }: Exchange): readonly { readonly oldText: string; readonly newText: string }[] {
  const list = Object.values(input).find((value) => Array.isArray(value));
  const edits: readonly unknown[] = Array.isArray(list) ? list : [input];
  return edits.flatMap((edit) => {
    if (typeof edit !== 'object' || edit === null) return [];
    const entries = Object.fromEntries(Object.entries(edit).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    return [{ oldText: inputText(entries, 'oldText'), newText: inputText(entries, 'newText') }];
  });
}

/** Files whose text is now another than it was when first read, or that are new. */
export function changedFiles({ originals, contents }: Knowledge): readonly string[] {
  return [...contents].filter(([path, text]) => originals.get(path) !== text).map(([path]) => path);
}
