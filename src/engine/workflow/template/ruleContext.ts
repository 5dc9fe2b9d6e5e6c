import type { DependencyGraph } from './dependencyGraph.ts';
import type { LoosePhase, LooseTemplate } from './looseTemplate.ts';
import { suggestion } from './nearestName.ts';
import type { Finding } from './problem.ts';

/** What a rule about meaning may look at, and where it reports. */
export interface RuleContext {
  readonly template: LooseTemplate;
  readonly graph: DependencyGraph;
  /** Ids of all phases, for suggestions. */
  readonly ids: readonly string[];
  readonly report: (finding: Finding) => void;
}

/** How a name stands to a phase. `unclear`: a cycle or a missing id, which is reported elsewhere, hides the answer. */
export function standing(context: RuleContext, phase: LoosePhase, name: string): 'unknown' | 'upstream' | 'self' | 'elsewhere' | 'unclear' {
  const { graph, template } = context;
  const target = graph.positions.get(name);
  if (target === undefined) return 'unknown';
  if (phase.id === name) return 'self';
  const isUpstream = graph.isUpstream(target, template.phases.indexOf(phase));
  if (isUpstream === undefined) return 'unclear';
  return isUpstream ? 'upstream' : 'elsewhere';
}

export function unknownPhase(context: RuleContext, name: string): string {
  return `There is no phase "${name}".${suggestion(name, context.ids)}`;
}

export function nameOf(phase: LoosePhase | undefined): string {
  return phase?.id === undefined ? 'this phase' : `"${phase.id}"`;
}
