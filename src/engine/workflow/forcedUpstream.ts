import type { PhaseId } from '../model/ids.ts';
import { dependenciesOf } from '../model/template.ts';
import { graphOf, topologicalOrder } from './graph.ts';
import type { PhaseState, RunState } from './state.ts';
import { phaseOf } from './step.ts';

/**
 * For each phase that is not skipped, the phases upstream whose output a person accepted although it did not validate: what the
 * phase produced, or will produce, rests on them. In the order of the work; phases that rest on none are left out.
 */
export function forcedUpstream(state: RunState): ReadonlyMap<PhaseId, ReadonlySet<PhaseId>> {
  const { phases, dependents } = graphOf(state.template);
  const taints = new Map<PhaseId, ReadonlySet<PhaseId>>();
  if (!Object.values(state.phases).some(isForced)) return taints;
  for (const definition of topologicalOrder(phases, dependents)) {
    const found = dependenciesOf(definition).flatMap((id) => [...(taints.get(id) ?? []), ...(isForced(phaseOf(state, id)) ? [id] : [])]);
    if (found.length > 0) taints.set(definition.id, new Set(found));
  }
  for (const { id } of phases) if (phaseOf(state, id)?.situation.status === 'skipped') taints.delete(id);
  return taints;
}

/** The whole of its output, or that of an iteration it has finished. */
function isForced(phase: PhaseState | undefined): boolean {
  if (phase?.situation.status === 'completed') return phase.situation.artifact.isForced;
  return phase?.loop?.done.some((artifact) => artifact.isForced) ?? false;
}
