// A run of the compound template in the middle of its work.
import type { ArtifactRef } from '../../src/engine/model/artifact.ts';
import type { ArtifactId, ContentHash, PhaseId, RunId, ToolCallId } from '../../src/engine/model/ids.ts';
import type { PhaseView, RunHeader, RunView } from '../../src/engine/workflow/runView.ts';
import type { StreamEntry, ToView } from '../../src/webview/protocol.ts';

export type Snapshot = Extract<ToView, { type: 'snapshot' }>;

export const phaseIdOf = (id: string): PhaseId => id as PhaseId;
export const callIdOf = (id: string): ToolCallId => id as ToolCallId;

export function artifactRefOf(id: string, type: string, isForced = false): ArtifactRef {
  return { id: id as ArtifactId, type, hash: '0'.repeat(64) as ContentHash, isForced };
}

export function runOf(change: Partial<RunHeader> = {}): RunHeader {
  return {
    id: 'run-1' as RunId,
    templateName: 'Compound workflow',
    goal: 'Make the failing date test pass and document the parser',
    status: 'running',
    message: null,
    pause: null,
    isWaiting: false,
    parent: null,
    isAuto: false,
    usage: { inputTokens: 182_400, outputTokens: 12_950, cachedTokens: 120_000, costUsd: 0.8421 },
    createdAt: Date.now() - 312_000,
    endedAt: null,
    commands: ['pause', 'cancel', 'set-auto'],
    ...change,
  };
}

export function phaseOf(id: string, change: Partial<PhaseView> = {}): PhaseView {
  return {
    id: phaseIdOf(id),
    name: id.charAt(0).toUpperCase() + id.slice(1),
    description: '',
    type: 'automated',
    dependsOn: [],
    depth: 0,
    status: 'pending',
    wait: null,
    failure: null,
    message: null,
    attempts: 0,
    turns: 0,
    usage: { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 },
    model: 'balanced',
    tool: null,
    loop: null,
    artifact: null,
    restsOnForced: [],
    startedAt: null,
    endedAt: null,
    pausedAt: null,
    commands: [],
    ...change,
  };
}

const done = (id: string, type: string, seconds: number): Partial<PhaseView> => ({
  status: 'completed',
  attempts: 1,
  turns: 4,
  model: 'anthropic/claude-sonnet-5',
  usage: { inputTokens: 31_200, outputTokens: 2_140, cachedTokens: 20_000, costUsd: 0.1257 },
  artifact: artifactRefOf(`artifact-${id}`, type),
  startedAt: Date.now() - 300_000,
  endedAt: Date.now() - 300_000 + seconds * 1_000,
});

export function compoundPhases(): PhaseView[] {
  const after = (...ids: string[]) => ids.map(phaseIdOf);
  return [
    phaseOf('plan', { ...done('plan', 'decision-log', 48), description: 'Reads the goal and the code, and decides what is to be done.' }),
    phaseOf('architecture', { ...done('architecture', 'spec', 62), depth: 1, dependsOn: after('plan'), name: 'Architecture specialist' }),
    phaseOf('security', { ...done('security', 'evaluation', 31), depth: 1, dependsOn: after('plan'), name: 'Security specialist', artifact: artifactRefOf('artifact-security', 'evaluation', true), attempts: 2 }),
    phaseOf('testing', { ...done('testing', 'evaluation', 40), depth: 1, dependsOn: after('plan'), name: 'Testing specialist', usage: { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null } }),
    phaseOf('synthesize', { ...done('synthesize', 'task-queue', 55), depth: 2, dependsOn: after('architecture', 'security', 'testing') }),
    phaseOf('execute', {
      type: 'loop', depth: 3, dependsOn: after('synthesize'), status: 'running', attempts: 4, turns: 17, tool: 'run_command', description: 'Works through the tasks one by one, each with its own change set.',
      model: 'anthropic/claude-sonnet-5', usage: { inputTokens: 88_000, outputTokens: 6_210, cachedTokens: 64_000, costUsd: null }, loop: { done: 3, total: 8 }, startedAt: Date.now() - 83_000,
    }),
    phaseOf('retro', { depth: 4, dependsOn: after('plan', 'execute'), name: 'Retrospective', commands: ['skip'] }),
  ];
}

export function viewOf(run: RunHeader, phases: readonly PhaseView[], seq = 40): RunView {
  return { seq, run, phases: [...phases] };
}

export function snapshotOf(change: { readonly run?: Partial<RunHeader>; readonly phases?: readonly PhaseView[]; readonly selected?: string } = {}): Snapshot {
  const selected = change.selected === undefined ? null : phaseIdOf(change.selected);
  return { type: 'snapshot', view: viewOf(runOf(change.run), change.phases ?? compoundPhases()), selected };
}

/** The same run with one phase changed. */
export function withPhase(id: string, change: Partial<PhaseView>): PhaseView[] {
  return compoundPhases().map((phase) => (phase.id === id ? { ...phase, ...change } : phase));
}

export function executeStream(): StreamEntry[] {
  const at = Date.now() - 60_000;
  return [
    { type: 'text', id: 'm0', at, role: 'user', text: 'You carry out one task of the queue.\n\nTask: repair `parseDate` for two-digit years.\n\nWork in small steps. Read before you write. Run the tests after every change. End with `submit_artifact` and a change set that names every file you touched and why.' },
    { type: 'text', id: 'm1', at, role: 'assistant', text: 'I will look at the parser and its failing test first.' },
    { type: 'tool', id: callIdOf('c1'), at, name: 'read_file', input: '{"path":"src/date/parseDate.ts"}', outcome: 'ok', output: 'export function parseDate(text: string): Date {\n  const [day, month, year] = text.split(".");\n  return new Date(Number(year), Number(month), Number(day));\n}\n', durationMs: 4 },
    { type: 'tool', id: callIdOf('c2'), at, name: 'search_text', input: '{"query":"parseDate\\\\(","glob":"**/*.test.ts"}', outcome: 'ok', output: 'test/parseDate.test.ts:8', durationMs: 38 },
    { type: 'tool', id: callIdOf('c3'), at, name: 'run_command', input: '{"command":"npm test -- parseDate"}', outcome: 'error', output: '1 failing\n\nexpected 2024-03-01, got 1924-04-01', durationMs: 2_310 },
    { type: 'text', id: 'm2', at, role: 'assistant', text: 'Two faults:\n\n1. `month` is **one-based** in the text and zero-based in `Date`.\n2. A two-digit year means the *current* century; `Date` reads it as 19xx.\n\n```ts\nconst century = year.length === 2 ? "20" : "";\n```\n\nSee [the standard](https://tc39.es/ecma262/#sec-date) for the second.' },
    { type: 'note', id: 'n1', at, level: 'warning', text: 'The vendor was overloaded. Turn 5 is tried again in 2 s.' },
    { type: 'tool', id: callIdOf('c4'), at, name: 'edit_file', input: '{"path":"src/date/parseDate.ts","edits":[{"old":"Number(month)","new":"Number(month) - 1"}]}', outcome: 'ok', output: 'Edited src/date/parseDate.ts (2 replacements).', durationMs: 11 },
    { type: 'tool', id: callIdOf('c5'), at, name: 'run_command', input: '{"command":"npm test"}', outcome: null, output: null, durationMs: null },
  ];
}

export function streamOf(phase: string, entries: StreamEntry[] = executeStream()): ToView {
  return { type: 'stream', phase: phaseIdOf(phase), entries };
}
