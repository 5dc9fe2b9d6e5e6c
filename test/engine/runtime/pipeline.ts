import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { noteOutput } from '../phase/fixtures.ts';
import { type PhaseSketch, templateOf } from '../workflow/fixtures.ts';

/** Phases whose model is their own, so that each has its own script. */
export function pipeline(...phases: readonly PhaseSketch[]): WorkflowTemplate {
  return templateOf(...phases.map((phase) => ({ model: phase.id, output: noteOutput, ...phase })));
}
