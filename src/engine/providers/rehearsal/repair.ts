import { callsOf, type Exchange } from './conversation.ts';
import { editCalls } from './edit.ts';
import type { Situation, Step } from './situation.ts';
import { candidatesFor, filesUnderSuspicion, type Candidate } from './suspects.ts';
import type { TestRun } from './testRun.ts';

/**
 * Generate and validate: changes one token near the failing test, runs the tests, keeps the first change with which they pass and takes
 * every other one back. At most ten tries; the files end as they were found when none of them helps.
 */
export function repair(situation: Situation): Step | null {
  const baseline = situation.knowledge.runs[0];
  if (baseline === undefined || !baseline.hasRun || baseline.hasPassed || !canEdit(situation)) return null;
  return tryNext(situation, baseline);
}

export function canEdit({ toolbox }: Situation): boolean {
  return toolbox.has('edit_file') || toolbox.has('write_file');
}

const gatherLimit = 8;

/** Reads what a failing test leads to, whether or not this phase may mend it. */
export function investigate(situation: Situation): Step | null {
  const { knowledge, toolbox } = situation;
  const run = knowledge.runs[0];
  if (run === undefined || !run.hasRun || run.hasPassed || editsSince(situation, run).length > 0) return null;
  const paths = filesUnderSuspicion(situation, run).slice(0, gatherLimit).filter((path) => !knowledge.asked.has(path));
  const calls = paths.flatMap((path) => toolbox.call('read_file', { path }));
  return calls.length === 0 ? null : { say: `${sayFailure(run)} I read ${paths.join(', ')} to find out why.`, calls };
}

function tryNext(situation: Situation, baseline: TestRun): Step | null {
  const { knowledge, toolbox } = situation;
  const tries = editsSince(situation, baseline);
  const isRefused = tries.some(({ isError }) => isError);
  const last = knowledge.runs.at(-1);
  if (last === undefined || (tries.length > 0 && last.hasPassed)) return null;

  const candidates = candidatesFor(situation, baseline);
  const next = isRefused ? undefined : candidates[tries.length];
  if (next === undefined) return takeBack(situation, candidates);
  const calls = [...undo(situation, next.path), ...editCalls(toolbox, { path: next.path, from: knowledge.contents.get(next.path) ?? '', to: next.text }), ...toolbox.call('run_command', { command: baseline.command })];
  return { say: sayTry(baseline, next, tries.length), calls };
}

function editsSince({ conversation }: Situation, run: TestRun): readonly Exchange[] {
  const edits = callsOf(conversation, 'edit_file', 'write_file').filter(({ turn }) => turn > run.turn);
  return [...new Map(edits.map((edit) => [edit.turn, edit])).values()];
}

/** Restores every file but the one that the next try rewrites anyway. */
function undo({ knowledge, toolbox }: Situation, except: string | null): Step['calls'] {
  return [...knowledge.contents].flatMap(([path, text]) => {
    const original = knowledge.originals.get(path);
    return path === except || original === undefined ? [] : editCalls(toolbox, { path, from: text, to: original });
  });
}

function takeBack(situation: Situation, candidates: readonly Candidate[]): Step | null {
  const calls = undo(situation, null);
  return calls.length === 0 ? null : { say: `None of ${candidates.length} small changes makes the tests pass. I put the file back as it was.`, calls };
}

function sayFailure({ failures, command }: TestRun): string {
  return failures[0] === undefined ? `${command} fails.` : `${command} fails at "${failures[0]}".`;
}

function sayTry(run: TestRun, { path, description }: Candidate, tries: number): string {
  return tries === 0 ? `${sayFailure(run)} The likeliest cause is one token in ${path}: ${description}. I change it and run the tests again.` : `That was not it. Next, in ${path}: ${description}.`;
}
