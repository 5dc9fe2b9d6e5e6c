import fc from 'fast-check';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { templateOf, type PhaseSketch } from './fixtures.ts';

interface PhaseChoice {
  readonly dependencies: readonly number[];
  readonly isParallelizable: boolean;
  readonly isWriter: boolean;
  readonly kind: 'plain' | 'over' | 'until';
  readonly hasCondition: boolean;
  readonly autoProceed: boolean;
}

const phaseChoice: fc.Arbitrary<PhaseChoice> = fc.record({
  dependencies: fc.array(fc.nat(6), { maxLength: 3 }),
  isParallelizable: fc.boolean(),
  isWriter: fc.boolean(),
  kind: fc.constantFrom('plain', 'plain', 'over', 'until'),
  hasCondition: fc.boolean(),
  autoProceed: fc.boolean(),
});

/** Chains, fans and diamonds of a few phases, some of them loops, conditional, or writing. */
export const randomTemplate: fc.Arbitrary<WorkflowTemplate> = fc.array(phaseChoice, { minLength: 1, maxLength: 7 }).map((choices) => templateOf(...choices.map(toPhase)));

export const loopMax = 3;

function toPhase(choice: PhaseChoice, index: number): PhaseSketch {
  const dependsOn = [...new Set(choice.dependencies.filter((dependency) => dependency < index))].map((dependency) => `p${dependency}`);
  const first = dependsOn[0];
  return {
    id: `p${index}`,
    dependsOn,
    parallelizable: choice.isParallelizable,
    tools: [choice.isWriter ? 'write_file' : 'read_file'],
    autoProceed: choice.autoProceed,
    ...(choice.hasCondition && first && { when: { path: `${first}.n`, op: 'gt', value: 1 } }),
    ...(choice.kind === 'over' && first && { loop: { over: `${first}.items`, max: loopMax } }),
    ...(choice.kind === 'until' && { loop: { until: { path: `p${index}.n`, op: 'ge', value: 2 }, max: loopMax } }),
  };
}
