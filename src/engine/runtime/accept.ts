import { err, type Result } from '../base/result.ts';
import type { RunCommand } from '../model/command.ts';
import type { PhaseId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import { inputsOf } from '../model/template.ts';
import type { OutputContract } from '../ports/outputSchemas.ts';
import { graphOf } from '../workflow/graph.ts';
import { type IllegalTransition, undecidedExecution } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import { completionRecord } from './outcomeEvents.ts';
import { upstreamArtifacts } from './phaseJob.ts';
import type { Run, RunPorts } from './run.ts';

type Accept = Extract<RunCommand, { type: 'accept' }>;

/** Ends a phase that waits for a decision with an artifact from a person: valid, or marked as forced. One that only its reviewers objected to is valid. */
export async function accept(ports: Pick<RunPorts, 'schemas' | 'ids' | 'store'>, run: Run, { phase, data, isForced }: Accept): Promise<Result<RunState, IllegalTransition>> {
  const execution = undecidedExecution(run.state, phase);
  const definition = graphOf(run.state.template).byId.get(phase);
  if (!definition || !execution) return err(notWaiting(phase));
  const contract = await ports.schemas.compile(definition.output);
  if (!contract.ok) return err({ event: 'accept', message: contract.error });
  const problem = problemOf(contract.value, data, await upstreamArtifacts(ports.store, run.state, inputsOf(definition)));
  if (problem && !isForced) return err({ event: 'accept', message: problem });
  // Meanwhile somebody may have decided otherwise.
  if (undecidedExecution(run.state, phase) !== execution) return err(notWaiting(phase));
  const { type, schemaVersion } = contract.value;
  const record = completionRecord(run.state, { phase, execution }, { ids: ports.ids, data, type, schemaVersion, isForced: problem !== null, snapshot: await run.takeSnapshot() });
  return run.postWith({ ...record, late: notWaiting(phase) });
}

function notWaiting(phase: PhaseId): IllegalTransition {
  return { event: 'accept', message: `Phase "${phase}" does not wait for a decision any more.` };
}

function problemOf(contract: OutputContract, data: Json, upstream: Readonly<Record<string, Json>>): string | null {
  const issues = contract.check(data, upstream);
  return issues.length === 0 ? null : `Not valid: ${issues.map(({ pointer, message }) => `${pointer || '/'}: ${message}`).join('; ')}`;
}
