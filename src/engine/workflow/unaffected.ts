import type { PhaseId } from '../model/ids.ts';
import { mayWrite, type PhaseDefinition, type WorkflowTemplate } from '../model/template.ts';
import { graphOf, topologicalOrder } from './graph.ts';
import type { RunState } from './state.ts';
import { isSettled, phaseOf } from './step.ts';

/**
 * The finished phases of a run that a fork at `phase` need not execute again, each after what it depends on: those that depend on
 * nothing that `target` changes, or, where it changes no phase, that do not depend on `phase`. What wrote files counts only if its
 * files are among those that the fork can begin with.
 */
export function unaffected(parent: RunState, { phase, target }: { readonly phase: PhaseId; readonly target: WorkflowTemplate }): readonly PhaseId[] {
  const known = graphOf(parent.template).byId;
  const changed = target.phases.filter((definition) => !isSameWork(known.get(definition.id), definition)).map(({ id }) => id);
  const affected = withDependents(target, changed.length > 0 ? changed : [phase]);
  const then = parent.checkpoints.findLast((memento) => memento.phase === phase)?.phases;
  return topologicalOrder(target.phases, graphOf(target).dependents).filter((definition) => {
    const situation = phaseOf(parent, definition.id)?.situation;
    if (!situation || !isSettled(situation) || affected.has(definition.id)) return false;
    return !mayWrite(definition) || then?.[definition.id]?.situation === situation;
  }).map(({ id }) => id);
}

/** What a phase is called changes nothing about what it does. */
function isSameWork(one: PhaseDefinition | undefined, other: PhaseDefinition): boolean {
  return one !== undefined && JSON.stringify({ ...one, name: '', description: '' }) === JSON.stringify({ ...other, name: '', description: '' });
}

function withDependents(template: WorkflowTemplate, ids: readonly PhaseId[]): ReadonlySet<PhaseId> {
  const { dependents } = graphOf(template);
  const found = new Set(ids);
  for (const id of found) for (const dependent of dependents.get(id) ?? []) found.add(dependent);
  return found;
}
