import type { LoosePhase } from './looseTemplate.ts';

/** Dependencies between phases by position, as far as they can be made out; a phase's dependency on itself is left out. */
export interface DependencyGraph {
  /** Position of the first phase with this id. */
  readonly positions: ReadonlyMap<string, number>;
  /** By position: the phases it names that exist. */
  readonly dependencies: readonly (readonly number[])[];
  /** By position: the phases that name it. */
  readonly dependents: readonly (readonly number[])[];
  /** Shortest cycle of each knot of dependencies, in the order of the arrows "depends on". */
  readonly cycles: readonly (readonly number[])[];
  /** Whether `ancestor` always ends before `phase` starts; `undefined` for a phase on a cycle or behind one. */
  isUpstream(ancestor: number, phase: number): boolean | undefined;
}

export function dependencyGraphOf(phases: readonly LoosePhase[]): DependencyGraph {
  const positions = new Map<string, number>();
  phases.forEach(({ id }, index) => {
    if (id !== undefined && !positions.has(id)) positions.set(id, index);
  });
  const dependencies = phases.map(({ dependsOn }, index) => {
    const known = dependsOn.map(({ value }) => positions.get(value)).filter((position) => position !== undefined);
    return [...new Set(known)].filter((position) => position !== index);
  });
  const dependents = phases.map((): number[] => []);
  dependencies.forEach((list, index) => list.forEach((dependency) => dependents[dependency]?.push(index)));
  const ancestors = ancestorsOf(dependencies, dependents);
  return {
    positions,
    dependencies,
    dependents,
    cycles: knotsOf(dependencies).map((knot) => shortestCycle(knot, dependencies)),
    isUpstream(ancestor, phase) {
      const set = ancestors[phase];
      return set && ((set[ancestor >> 5] ?? 0) & (1 << (ancestor & 31))) !== 0;
    },
  };
}

/** By position, a set of bits; none for phases that can never start because of a cycle. */
function ancestorsOf(dependencies: DependencyGraph['dependencies'], dependents: DependencyGraph['dependents']): readonly (Uint32Array | undefined)[] {
  const sets: (Uint32Array | undefined)[] = dependencies.map(() => undefined);
  const open = dependencies.map((list) => list.length);
  const ready = open.flatMap((count, index) => (count === 0 ? [index] : []));
  for (const index of ready) {
    const set = new Uint32Array((dependencies.length >> 5) + 1);
    for (const dependency of dependencies[index] ?? []) {
      sets[dependency]?.forEach((bits, word) => { set[word] = (set[word] ?? 0) | bits; });
      set[dependency >> 5] = (set[dependency >> 5] ?? 0) | (1 << (dependency & 31));
    }
    sets[index] = set;
    for (const dependent of dependents[index] ?? []) {
      open[dependent] = (open[dependent] ?? 0) - 1;
      if (open[dependent] === 0) ready.push(dependent);
    }
  }
  return sets;
}

/** Strongly connected components of more than one phase: Tarjan's algorithm, without recursion. */
function knotsOf(edges: DependencyGraph['dependencies']): readonly (readonly number[])[] {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const knots: (readonly number[])[] = [];
  const enter = (node: number): { node: number; next: number } => {
    low.set(node, order.size);
    order.set(node, order.size);
    stack.push(node);
    onStack.add(node);
    return { node, next: 0 };
  };
  const lower = (node: number, value: number | undefined): void => void low.set(node, Math.min(low.get(node) ?? 0, value ?? Infinity));

  for (const root of edges.keys()) {
    if (order.has(root)) continue;
    const path = [enter(root)];
    for (let frame = path.at(-1); frame; frame = path.at(-1)) {
      const target = edges[frame.node]?.[frame.next];
      frame.next += 1;
      if (target !== undefined) {
        if (!order.has(target)) path.push(enter(target));
        else if (onStack.has(target)) lower(frame.node, order.get(target));
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) lower(parent.node, low.get(frame.node));
      if (low.get(frame.node) !== order.get(frame.node)) continue;
      const knot = stack.splice(stack.lastIndexOf(frame.node));
      knot.forEach((node) => onStack.delete(node));
      if (knot.length > 1) knots.push(knot.toSorted((left, right) => left - right));
    }
  }
  return knots;
}

/** Breadth first, from the knot's first phase back to itself. */
function shortestCycle(knot: readonly number[], edges: DependencyGraph['dependencies']): readonly number[] {
  const [start = 0] = knot;
  const inside = new Set(knot);
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const node of queue) {
    for (const target of edges[node] ?? []) {
      if (target === start) return trail(node, start, cameFrom);
      if (!inside.has(target) || cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      queue.push(target);
    }
  }
  return knot;
}

function trail(end: number, start: number, cameFrom: ReadonlyMap<number, number>): readonly number[] {
  const nodes = [end];
  for (let node: number | undefined = end; node !== undefined && node !== start; ) {
    node = cameFrom.get(node);
    if (node !== undefined) nodes.unshift(node);
  }
  return nodes;
}
