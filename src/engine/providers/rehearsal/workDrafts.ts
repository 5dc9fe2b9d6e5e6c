import type { Json, JsonObject } from '../../model/json.ts';
import type { SeenChanges } from './changesSeen.ts';
import type { Evidence } from './evidence.ts';
import { describeRun, type TestRun } from './testRun.ts';

/** What was done to the workspace: only what this conversation's own calls show. */
export function workDrafts(evidence: Evidence): Readonly<Record<string, Json | undefined>> {
  if (evidence.seen !== null) return reviewed(evidence, evidence.seen);
  return {
    task: evidence.task?.id,
    status: statusOf(evidence),
    changes: evidence.changes.map((change): JsonObject => ({ ...change })),
    commands: commandsOf(evidence),
    followUps: followUps(evidence),
  };
}

/** Where others' changes are looked at: what Git says, and nothing of one's own. */
function reviewed({ sources }: Evidence, { changes, obstacle }: SeenChanges): ReturnType<typeof workDrafts> {
  const asTheyStand = sources.slice(0, 3).map((path) => `${obstacle ?? ''} So ${path} is reviewed as it stands.`);
  return {
    status: obstacle === null ? 'done' : 'blocked',
    changes: changes.map((change): JsonObject => ({ ...change })),
    commands: [],
    followUps: obstacle === null ? [] : asTheyStand.length > 0 ? asTheyStand : [obstacle],
  };
}

function statusOf({ changes, before, outlook }: Evidence): string {
  const isChecked = before?.hasRun === true;
  if (isChecked && outlook === 'good') return 'done';
  return changes.length === 0 && !isChecked ? 'blocked' : 'partial';
}

/** The first and the last run of each command say what the work did. */
function commandsOf({ runs }: Evidence): readonly JsonObject[] {
  const ran = runs.filter(({ hasRun }) => hasRun);
  const [first, last] = [ran[0], ran.at(-1)];
  const shown = first === undefined ? [] : last === undefined || last === first ? [first] : [first, last];
  return shown.map((run): JsonObject => ({ command: run.command, exitCode: exitCodeOf(run), outcome: describeRun(run) }));
}

function exitCodeOf({ exitCode, hasPassed }: TestRun): number {
  return exitCode ?? (hasPassed ? 0 : 1);
}

function followUps(evidence: Evidence): readonly string[] {
  const { before, outlook, testCommand, refusals, changes } = evidence;
  if (outlook === 'bad') return [`The tests still fail: ${describeRun(evidence.after ?? before ?? unknownRun)}. A person has to look at the cause.`];
  if (before?.hasRun === true) return [];
  const refused = refusals.slice(0, 2).map((refusal) => `This was not possible here: ${refusal}`);
  const check = testCommand === null ? 'There is no command that runs tests, so the result is unchecked.' : `Run ${testCommand}: this phase could not.`;
  return [...refused, changes.length === 0 ? `Nothing was changed. ${check}` : check];
}

const unknownRun: TestRun = { command: 'the test command', hasRun: false, hasPassed: false, exitCode: null, passing: null, failing: null, failures: [], places: [], turn: 0 };
