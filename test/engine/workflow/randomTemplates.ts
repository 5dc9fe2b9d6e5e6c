import fc from 'fast-check';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import type { Predicate } from '../../../src/engine/model/predicate.ts';
import { templateOf, type PhaseSketch } from './fixtures.ts';

interface PhaseChoice {
  readonly dependencies: readonly number[];
  readonly isParallelizable: boolean;
  readonly isWriter: boolean;
  readonly kind: 'plain' | 'over' | 'until';
  /** Asked of one phase upstream. */
  readonly condition: Condition | null;
  readonly autoProceed: boolean;
  /** Its list may have more items than it takes. */
  readonly isTight: boolean;
}

type Condition = (path: string) => Predicate;

const leaf: fc.Arbitrary<Condition> = fc.tuple(fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'exists'), fc.nat(3))
  .map(([op, value]): Condition => (path) => ({ path, op, value: op === 'in' ? [value, 3] : op === 'exists' ? value > 0 : value }));

const condition: fc.Arbitrary<Condition> = fc.oneof({ weight: 3, arbitrary: leaf },
  leaf.map((part): Condition => (path) => ({ not: part(path) })),
  fc.tuple(leaf, leaf).map(([one, other]): Condition => (path) => ({ all: [one(path), other(path)] })),
  fc.tuple(leaf, leaf).map(([one, other]): Condition => (path) => ({ any: [one(path), { not: other(path) }] })));

const phaseChoice: fc.Arbitrary<PhaseChoice> = fc.record({
  dependencies: fc.array(fc.nat(6), { maxLength: 3 }),
  isParallelizable: fc.boolean(),
  isWriter: fc.boolean(),
  kind: fc.constantFrom('plain', 'plain', 'over', 'until'),
  condition: fc.option(condition, { freq: 2 }),
  autoProceed: fc.boolean(),
  isTight: fc.boolean(),
});

/** Fans of a few phases out of one and back into one, and whatever else dependencies may look like. */
const shapes: Readonly<Record<string, (index: number, count: number) => readonly number[] | null>> = {
  any: () => null,
  chain: (index) => [index - 1],
  fan: () => [0],
  diamond: (index, count) => (index === count - 1 ? Array.from({ length: count - 2 }, (_, middle) => middle + 1) : [0]),
};

/** Chains, fans, diamonds and tangles of a few phases, some of them loops, conditional, or writing. */
export const randomTemplate: fc.Arbitrary<WorkflowTemplate> = fc.tuple(fc.constantFrom('any', 'any', 'chain', 'fan', 'diamond'), fc.array(phaseChoice, { minLength: 1, maxLength: 7, size: 'max' }))
  .map(([shape, choices]) => templateOf(...choices.map((choice, index) => toPhase({ ...choice, dependencies: shapes[shape]?.(index, choices.length) ?? choice.dependencies }, index))));

export const loopMax = 3;

function toPhase(choice: PhaseChoice, index: number): PhaseSketch {
  const dependsOn = [...new Set(choice.dependencies.filter((dependency) => dependency >= 0 && dependency < index))].map((dependency) => `p${dependency}`);
  const first = dependsOn[0];
  return {
    id: `p${index}`,
    dependsOn,
    parallelizable: choice.isParallelizable,
    tools: [choice.isWriter ? 'write_file' : 'read_file'],
    autoProceed: choice.autoProceed,
    ...(choice.condition && first && { when: choice.condition(`${first}.n`) }),
    ...(choice.kind === 'over' && first && { loop: { over: `${first}.items`, max: choice.isTight ? 1 : loopMax } }),
    ...(choice.kind === 'until' && { loop: { until: { path: `p${index}.n`, op: 'ge', value: 2 }, max: loopMax } }),
  };
}
