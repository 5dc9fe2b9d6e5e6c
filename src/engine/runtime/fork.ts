import { err, ok, type Result } from '../base/result.ts';
import type { RunEvent } from '../model/fact.ts';
import type { Artifact } from '../model/artifact.ts';
import type { ArtifactId, CheckpointId, PhaseId, RunId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import { artifactTypeOf, dependenciesOf, inputsOf, type PhaseDefinition, type WorkflowTemplate } from '../model/template.ts';
import type { RunStore } from '../ports/store.ts';
import type { OutputSchemas } from '../ports/outputSchemas.ts';
import { ancestorsOf, graphOf } from '../workflow/graph.ts';
import { referencedValues } from '../workflow/paths.ts';
import { phaseOf } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import { unaffected } from '../workflow/unaffected.ts';
import type { NewRun } from './newRun.ts';
import { upstreamArtifacts } from './phaseJob.ts';

export interface Fork {
  /** The last phase that is taken over; with it comes everything it depends on, and what is finished and does not depend on the change. */
  readonly phase: PhaseId;
  /** The parent's own unless given. Contracts of the phases taken over must still fit. */
  readonly template: WorkflowTemplate | null;
}

export interface ForkPlan {
  readonly run: NewRun;
  /** To be recorded right after the run is created. */
  readonly eventsOf: (run: RunId) => readonly RunEvent[];
}

interface Ports {
  readonly store: RunStore;
  readonly schemas: OutputSchemas;
}

/** What a fork consists of, or every reason why it cannot be. */
export async function planFork(ports: Ports, parent: RunState, { phase, template }: Fork): Promise<Result<ForkPlan, string>> {
  const target = template ?? parent.template;
  if (!graphOf(parent.template).byId.has(phase)) return err(`Run ${parent.id} has no phase "${phase}".`);
  const taken = [...ancestorsOf(parent.template.phases, phase), phase];
  const steps = await Promise.all(taken.map((id) => adoption(ports, parent, { id, target })));
  const misfits = steps.flatMap((step) => (step.ok ? [] : [step.error]));
  if (misfits.length > 0) return err(misfits.join('\n'));
  const others = await spared(ports, parent, { phase, target, taken: new Set(taken) });
  const { project, inputs, isAuto, model, maxParallel, id } = parent;
  return ok({
    run: { project, template: target, inputs, isAuto, model, maxParallel, parent: { run: id, phase } },
    eventsOf: (run) => [...steps.flatMap((step) => (step.ok ? [step.value(run)] : [])), ...others.map((adopt) => adopt(run)), ...startingPoint(parent, { phase, run })],
  });
}

type Adoption = (run: RunId) => RunEvent;

/** What else is taken from the record, because the fork changes nothing about it. What does not fit any more is executed again. */
async function spared(ports: Ports, parent: RunState, { phase, target, taken }: { phase: PhaseId; target: WorkflowTemplate; taken: Set<PhaseId> }): Promise<readonly Adoption[]> {
  const adoptions: Adoption[] = [];
  for (const id of unaffected(parent, { phase, target })) {
    const definition = graphOf(target).byId.get(id);
    if (!definition || taken.has(id) || !dependenciesOf(definition).every((dependency) => taken.has(dependency))) continue;
    const step = await adoption(ports, parent, { id, target });
    if (!step.ok) continue;
    taken.add(id);
    adoptions.push(step.value);
  }
  return adoptions;
}

/** The files as they were when the phase was done, where the parent still has them: the new run can go back to them, and they are kept for it. */
function startingPoint({ checkpoints }: RunState, { phase, run }: { phase: PhaseId; run: RunId }): readonly RunEvent[] {
  const snapshot = checkpoints.findLast((known) => known.phase === phase)?.snapshot ?? null;
  return snapshot === null ? [] : [{ type: 'checkpoint-taken', phase, checkpoint: `${run}/fork/checkpoint` as CheckpointId, snapshot }];
}

/** How one phase is taken over: with its artifact, or as skipped. */
async function adoption(ports: Ports, parent: RunState, { id, target }: { id: PhaseId; target: WorkflowTemplate }): Promise<Result<Adoption, string>> {
  const situation = phaseOf(parent, id)?.situation;
  const definition = graphOf(target).byId.get(id);
  if (!definition) return err(`Phase "${id}" is not in the new template.`);
  if (situation?.status === 'skipped') return ok(() => ({ type: 'phase-skipped', phase: id, by: 'condition', message: situation.message }));
  if (situation?.status !== 'completed') return err(`Phase "${id}" is ${situation?.status ?? 'missing'}; only finished phases can be taken over.`);
  const artifact = await ports.store.artifact(situation.artifact.id);
  if (!artifact) return err(`The artifact of phase "${id}" is not in the store.`);
  const misfit = await misfitOf(ports, parent, { definition, artifact });
  if (misfit) return err(`Phase "${id}": ${misfit}`);
  const values = referencedValues(target, id, artifact.data);
  return ok((run) => ({ type: 'phase-adopted', phase: id, from: parent.id, artifact: { ...situation.artifact, id: `${run}/${id}/adopted/artifact` as ArtifactId }, values }));
}

/** Why an artifact is not what the new template asks of the phase. One that a person forced was never valid to begin with. */
async function misfitOf({ store, schemas }: Ports, parent: RunState, { definition, artifact }: { definition: PhaseDefinition; artifact: Artifact }): Promise<string | null> {
  const type = artifactTypeOf(definition.output);
  if (artifact.type !== type) return `its artifact is a ${artifact.type}; the new template asks for a ${type}.`;
  if (artifact.isForced) return null;
  const contract = await schemas.compile(definition.output);
  if (!contract.ok) return contract.error;
  const upstream = await upstreamArtifacts(store, parent, inputsOf(definition));
  const isList = definition.loop !== undefined && Array.isArray(artifact.data);
  const issues = (isList ? (artifact.data as readonly Json[]) : [artifact.data]).flatMap((data) => contract.value.check(data, upstream));
  return issues.length === 0 ? null : issues.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; ');
}
