import type { PhaseId } from '../model/ids.ts';
import { dependenciesOf, type PhaseDefinition, type WorkflowTemplate } from '../model/template.ts';

/** What follows from a template's dependencies, computed once per template. */
export interface Graph {
  /** In the order of the template. */
  readonly phases: readonly PhaseDefinition[];
  readonly byId: ReadonlyMap<PhaseId, PhaseDefinition>;
  /** Phases that name this one in their `dependsOn`. */
  readonly dependents: ReadonlyMap<PhaseId, readonly PhaseId[]>;
  /**
   * Of each phase, its place among the values of an object whose keys are the ids, put in in order. JavaScript moves keys that
   * look like numbers to the front.
   */
  readonly valuePlaces: readonly number[];
  /** Of each phase, those places of what it depends on. */
  readonly dependencies: readonly (readonly number[])[];
  /** Longest path from a phase without dependencies; 0 for those. */
  readonly depth: ReadonlyMap<PhaseId, number>;
}

const graphs = new WeakMap<WorkflowTemplate, Graph>();

/** The graph of a valid template: no unknown dependencies, no cycles. */
export function graphOf(template: WorkflowTemplate): Graph {
  const known = graphs.get(template);
  if (known) return known;
  const graph = buildGraph(template.phases);
  graphs.set(template, graph);
  return graph;
}

function buildGraph(phases: readonly PhaseDefinition[]): Graph {
  const dependents = new Map<PhaseId, PhaseId[]>(phases.map(({ id }) => [id, []]));
  for (const phase of phases) {
    for (const dependency of dependenciesOf(phase)) dependents.get(dependency)?.push(phase.id);
  }
  const depth = new Map<PhaseId, number>();
  for (const phase of topologicalOrder(phases, dependents)) {
    depth.set(phase.id, 1 + Math.max(-1, ...dependenciesOf(phase).map((id) => depth.get(id) ?? 0)));
  }
  const places = new Map(Object.keys(Object.fromEntries(phases.map(({ id }) => [id, true]))).map((id, place) => [id, place]));
  return {
    phases,
    byId: new Map(phases.map((phase) => [phase.id, phase])),
    dependents,
    valuePlaces: phases.map(({ id }) => places.get(id) ?? -1),
    dependencies: phases.map((phase) => dependenciesOf(phase).map((id) => places.get(id) ?? -1)),
    depth,
  };
}

/** Phases after everything they depend on. Phases on a cycle, or behind one, are left out. */
export function topologicalOrder(
  phases: readonly PhaseDefinition[],
  dependents: ReadonlyMap<PhaseId, readonly PhaseId[]>,
): readonly PhaseDefinition[] {
  const byId = new Map(phases.map((phase) => [phase.id, phase]));
  const open = new Map(phases.map((phase) => [phase.id, dependenciesOf(phase).filter((id) => byId.has(id)).length]));
  const order = phases.filter(({ id }) => open.get(id) === 0);
  for (const phase of order) {
    for (const id of dependents.get(phase.id) ?? []) {
      const left = (open.get(id) ?? 0) - 1;
      open.set(id, left);
      const next = byId.get(id);
      if (left === 0 && next) order.push(next);
    }
  }
  return order;
}

/** Everything a phase depends on, directly or not. */
export function ancestorsOf(phases: readonly PhaseDefinition[], id: PhaseId): ReadonlySet<PhaseId> {
  const byId = new Map(phases.map((phase) => [phase.id, phase]));
  const found = new Set<PhaseId>();
  const queue = [id];
  for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
    const phase = byId.get(current);
    for (const dependency of phase ? dependenciesOf(phase) : []) {
      if (found.has(dependency)) continue;
      found.add(dependency);
      queue.push(dependency);
    }
  }
  return found;
}
