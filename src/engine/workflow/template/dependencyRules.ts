import { nameOf, standing, unknownPhase, type RuleContext } from './ruleContext.ts';

/** Ids, dependencies and what follows from them. */
export function checkDependencies(context: RuleContext): void {
  checkIds(context);
  checkNames(context);
  const stuck = checkCycles(context);
  checkReachable(context, stuck);
  checkInputs(context);
}

function checkIds({ template, graph, report }: RuleContext): void {
  template.phases.forEach(({ id, path }, index) => {
    const first = id === undefined ? index : graph.positions.get(id);
    if (first === undefined || first === index) return;
    report({ path: [...path, 'id'], code: 'duplicate-id', message: `The id "${id}" is already that of phase ${first + 1}: ids must be unique.` });
  });
}

function checkNames(context: RuleContext): void {
  for (const phase of context.template.phases) {
    for (const { value, path } of phase.dependsOn) {
      if (value === phase.id) context.report({ path, code: 'self-dependency', message: `Phase "${value}" depends on itself.` });
      else if (!context.graph.positions.has(value)) context.report({ path, code: 'unknown-dependency', message: unknownPhase(context, value) });
    }
  }
}

/** Reports every knot once, at the first dependency of its cycle. Returns the phases that can never start because of themselves. */
function checkCycles({ template, graph, report }: RuleContext): ReadonlySet<number> {
  const stuck = new Set<number>();
  for (const cycle of graph.cycles) {
    const [first, second] = [...cycle, ...cycle].map((index) => template.phases[index]);
    const names = [...cycle, cycle[0] ?? 0].map((index) => template.phases[index]?.id ?? '?');
    const path = first?.dependsOn.find(({ value }) => value === second?.id)?.path ?? first?.path ?? [];
    report({ path, code: 'cycle', message: `These phases wait for each other: ${names.join(' → ')}. Remove one of these dependencies.` });
    cycle.forEach((index) => stuck.add(index));
  }
  template.phases.forEach(({ id, dependsOn }, index) => {
    if (dependsOn.some(({ value }) => value === id || !graph.positions.has(value))) stuck.add(index);
  });
  return stuck;
}

function checkReachable({ template, graph, report }: RuleContext, stuck: ReadonlySet<number>): void {
  const causes = new Map([...stuck].map((index) => [index, index]));
  const queue = [...stuck];
  for (const index of queue) {
    for (const dependent of graph.dependents[index] ?? []) {
      if (causes.has(dependent)) continue;
      causes.set(dependent, causes.get(index) ?? index);
      queue.push(dependent);
      const phase = template.phases[dependent];
      if (phase) report({ path: [...phase.path, 'id'], code: 'unreachable', message: `Phase ${nameOf(phase)} can never start: it waits for ${nameOf(template.phases[causes.get(dependent) ?? index])}, which cannot start either.` });
    }
  }
}

function checkInputs(context: RuleContext): void {
  for (const phase of context.template.phases) {
    for (const { value, path } of phase.hasInputs ? phase.inputs : []) {
      const kind = standing(context, phase, value);
      if (kind === 'unknown') context.report({ path, code: 'unknown-input', message: unknownPhase(context, value) });
      if (kind === 'self' || kind === 'elsewhere') context.report({ path, code: 'input-not-upstream', message: `Phase ${nameOf(phase)} cannot see the artifact of "${value}", which is not upstream of it: add it to dependsOn, or leave it out here.` });
    }
  }
}
