import { callsOf, type Conversation } from './conversation.ts';
import { firstLine } from './toolOutput.ts';

/** A file that Git says is different, and what changed in it. */
export interface SeenChange {
  readonly path: string;
  readonly kind: 'modified' | 'added' | 'deleted' | 'renamed';
  readonly summary: string;
}

export interface SeenChanges {
  readonly changes: readonly SeenChange[];
  /** Why nothing could be compared, if so. */
  readonly obstacle: string | null;
}

/** `null` where nobody looked. */
export function changesSeenIn(conversation: Conversation): SeenChanges | null {
  const calls = callsOf(conversation, 'read_changes');
  const [files] = calls.filter(({ input }) => input['view'] === 'files');
  if (files === undefined) return null;
  if (files.isError) return { changes: [], obstacle: firstLine(files.output) };
  const diff = calls.findLast(({ input, isError }) => input['view'] === 'diff' && !isError)?.output ?? '';
  const changes = [...files.output.matchAll(/^([MADRCT?])\d*\t(?:[^\t\n]+\t)?([^\t\n]+)$/gm)].map(([, mark = '', path = '']): SeenChange => ({ path, kind: kinds[mark] ?? 'modified', summary: summaryOf(path, mark, diff) }));
  return { changes, obstacle: changes.length === 0 ? 'Nothing differs from what it is compared with.' : null };
}

const kinds: Readonly<Record<string, SeenChange['kind']>> = { A: 'added', C: 'added', '?': 'added', D: 'deleted', R: 'renamed' };

function summaryOf(path: string, mark: string, diff: string): string {
  if (mark === '?') return 'New, and not yet tracked by Git';
  const part = diff.split(/^diff --git /m).find((section) => section.split('\n', 1)[0]?.endsWith(` b/${path}`)) ?? '';
  const lines = (sign: string): readonly string[] => part.split('\n').filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)) && line.length > 1).map((line) => line.slice(1));
  const [gone, come] = [lines('-'), lines('+')];
  const figures = `${come.length} ${come.length === 1 ? 'line' : 'lines'} added, ${gone.length} removed`;
  const [first] = come.length > 0 ? come : gone;
  return first === undefined ? figures : `${figures}; the first is ${shown(first)}`;
}

/** A line of code inside a sentence. */
export function shown(line: string): string {
  const text = line.trim();
  return `\`${text.length > 120 ? `${text.slice(0, 120)}…` : text}\``;
}
