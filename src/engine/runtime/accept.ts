import { err, type Result } from '../base/result.ts';
import type { RunCommand } from '../model/command.ts';
import type { Json } from '../model/json.ts';
import { artifactTypeOf, inputsOf, type PhaseDefinition } from '../model/template.ts';
import { graphOf } from '../workflow/graph.ts';
import { executionOf, type IllegalTransition, phaseOf } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import { completionRecord } from './outcomeEvents.ts';
import type { Run, RunPorts } from './run.ts';

type Accept = Extract<RunCommand, { type: 'accept' }>;

/** Ends a phase that waits for a decision with an artifact from a person: validated, or marked as forced. */
export async function accept(ports: Pick<RunPorts, 'schemas' | 'ids' | 'store'>, run: Run, { phase, data, isForced }: Accept): Promise<Result<RunState, IllegalTransition>> {
  const { state } = run;
  const definition = graphOf(state.template).byId.get(phase);
  const situation = phaseOf(state, phase)?.situation;
  const execution = situation && executionOf(situation);
  if (!definition || !execution || situation.status !== 'waiting' || situation.wait.reason !== 'decision') {
    return err({ event: 'accept', message: `Phase "${phase}" does not wait for a decision.` });
  }
  const problem = isForced ? null : await problemOf(ports, state, { definition, data });
  if (problem) return err({ event: 'accept', message: problem });
  return run.postWith(completionRecord(state, { phase, execution }, { ids: ports.ids, data, type: artifactTypeOf(definition.output), isForced }));
}

async function problemOf(ports: Pick<RunPorts, 'schemas' | 'store'>, state: RunState, { definition, data }: { definition: PhaseDefinition; data: Json }): Promise<string | null> {
  const contract = await ports.schemas.compile(definition.output);
  if (!contract.ok) return contract.error;
  const upstream: Record<string, Json> = {};
  for (const id of inputsOf(definition)) {
    const situation = phaseOf(state, id)?.situation;
    if (situation?.status !== 'completed') continue;
    upstream[id] = (await ports.store.artifact(situation.artifact.id))?.data ?? null;
  }
  const issues = contract.value.check(data, upstream);
  return issues.length === 0 ? null : `Not valid: ${issues.map(({ pointer, message }) => `${pointer || '/'}: ${message}`).join('; ')}`;
}
