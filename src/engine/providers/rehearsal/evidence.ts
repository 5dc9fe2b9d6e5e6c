import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonArray, isJsonObject } from '../jsonShape.ts';
import { declarationsOf } from './codeMap.ts';
import { changedInGit } from './changedInGit.ts';
import { type SeenChanges, shown } from './changesSeen.ts';
import { differingLines } from './edit.ts';
import { changedFiles, type Knowledge } from './knowledge.ts';
import { testCommandOf } from './runTests.ts';
import { entriesOf, type Situation, type Task, type UpstreamEntry } from './situation.ts';
import { candidatesFor, type Candidate } from './suspects.ts';
import type { TestRun } from './testRun.ts';
import { notableFiles, readmesOf, sourcesOf, testsOf } from './workspaceFiles.ts';

/** How things stand, as far as anything that ran has shown. */
export type Outlook = 'good' | 'unknown' | 'bad';

export interface Change {
  readonly path: string;
  readonly kind: 'modified' | 'added';
  readonly summary: string;
}

/** What a result may say, because it was seen or done. */
export interface Evidence {
  readonly goal: string;
  readonly task: Task | null;
  /** What the prompt asks to be judged one by one: the words before the colon of its list entries. */
  readonly questions: readonly string[];
  /** Files of the workspace, most notable first. May be empty. */
  readonly files: readonly string[];
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  readonly hasReadme: boolean;
  readonly testCommand: string | null;
  readonly before: TestRun | null;
  readonly after: TestRun | null;
  readonly runs: readonly TestRun[];
  readonly changes: readonly Change[];
  /** Files that input artifacts report as changed. */
  readonly earlierChanges: readonly string[];
  /** What Git says is different; `null` in phases that are not about that. */
  readonly seen: SeenChanges | null;
  /** Files in the difference that Git showed; `null` where it showed none. */
  readonly inGit: readonly string[] | null;
  /** What this phase is to look at things for: `tests`, `security`, … */
  readonly angle: string | null;
  /** The likeliest cause of a failing test that this phase ran and did not mend. */
  readonly suspicion: Candidate | null;
  readonly outlook: Outlook;
  readonly answers: Knowledge['answers'];
  readonly refusals: readonly string[];
  readonly upstream: readonly UpstreamEntry[];
  /** Summaries of the input artifacts, by phase. */
  readonly reports: readonly { readonly phase: string; readonly summary: string }[];
  /** Names declared in a file that was read. */
  readonly namesIn: (path: string) => readonly string[];
  /** A file as it was read, or nothing. */
  readonly textOf: (path: string) => string;
  /** Entries of every list of this name in the input artifacts, in their order. */
  readonly listed: (list: string) => readonly JsonObject[];
  /** The same for lists of texts. */
  readonly notes: (list: string) => readonly string[];
}

export function gatherEvidence(situation: Situation): Evidence {
  const { knowledge, conversation, goal, task } = situation;
  const runs = knowledge.runs;
  const first = runs[0] ?? null;
  const suspicion = first?.hasRun === true && !first.hasPassed && runs.length === 1 ? (candidatesFor(situation, first)[0] ?? null) : null;
  const suspects = suspicion === null ? [] : [suspicion.path];
  return {
    goal,
    task,
    questions: [...conversation.prompt.matchAll(/^\s*[-*] ([a-z][a-z -]{2,40}):\s/gim)].map(([, name = '']) => name),
    files: [...new Set([...suspects, ...notableFiles(situation)])],
    sources: [...new Set([...suspects, ...sourcesOf(situation)])],
    tests: testsOf(situation),
    hasReadme: readmesOf(situation).length > 0,
    testCommand: testCommandOf(situation),
    before: first,
    after: runs.length > 1 ? (runs.at(-1) ?? null) : null,
    runs,
    changes: changedFiles(knowledge).map((path) => describeChange(situation, path)),
    earlierChanges: [...new Set(entriesIn(conversation.upstream, 'changes').filter(isJsonObject).flatMap(({ path }) => (typeof path === 'string' ? [path] : [])))],
    seen: knowledge.seen,
    inGit: changedInGit(conversation),
    angle: /\bYou are the (?:reviewer for )?(correctness|design|tests|security)\b/.exec(conversation.prompt)?.[1] ?? null,
    suspicion,
    outlook: outlookOf(runs, conversation.upstream),
    answers: knowledge.answers,
    refusals: knowledge.refusals,
    upstream: entriesOf(conversation.upstream),
    reports: objectsOf(conversation.upstream).flatMap(([phase, data]) => (typeof data.summary === 'string' ? [{ phase, summary: data.summary }] : [])),
    namesIn: (path) => declarationsOf(path, knowledge.contents.get(path) ?? '').map(({ name }) => name),
    textOf: (path) => knowledge.contents.get(path) ?? '',
    listed: (list) => entriesIn(conversation.upstream, list).filter(isJsonObject),
    notes: (list) => entriesIn(conversation.upstream, list).filter((entry) => typeof entry === 'string'),
  };
}

function describeChange({ knowledge }: Situation, path: string): Change {
  const original = knowledge.originals.get(path);
  const current = knowledge.contents.get(path) ?? '';
  if (original === undefined) return { path, kind: 'added', summary: `Created with ${current.trim().split('\n').length} lines: ${shown(current.trim().split('\n').at(-1) ?? '')}` };
  const { oldText, newText } = differingLines(original, current);
  const gone = oldText.split('\n').filter((line) => !newText.split('\n').includes(line));
  const come = newText.split('\n').filter((line) => !oldText.split('\n').includes(line));
  const summary = gone.length === 0 ? `Added ${shown(come[0] ?? '')}` : `Changed ${shown(gone[0] ?? '')} to ${shown(come[0] ?? '')}`;
  return { path, kind: 'modified', summary };
}

/** From the last command that ran here, or else from the last one an input artifact reports. */
function outlookOf(runs: readonly TestRun[], upstream: Readonly<Record<string, Json>>): Outlook {
  const last = runs.findLast(({ hasRun }) => hasRun);
  if (last !== undefined) return last.hasPassed ? 'good' : 'bad';
  const reported = entriesIn(upstream, 'commands').filter(isJsonObject).at(-1);
  if (typeof reported?.exitCode !== 'number') return 'unknown';
  return reported.exitCode === 0 ? 'good' : 'bad';
}

function entriesIn(upstream: Readonly<Record<string, Json>>, list: string): readonly Json[] {
  return objectsOf(upstream).flatMap(([, data]) => (isJsonArray(data[list]) ? data[list] : []));
}

function objectsOf(upstream: Readonly<Record<string, Json>>): readonly (readonly [string, JsonObject])[] {
  return Object.entries(upstream).flatMap(([phase, data]) => (isJsonArray(data) ? data : [data]).filter(isJsonObject).map((entry) => [phase, entry] as const));
}
