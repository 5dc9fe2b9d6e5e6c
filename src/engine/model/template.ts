import * as z from 'zod';
import { budget } from './budget.ts';
import { phaseId, templateId, type PhaseId } from './ids.ts';
import { jsonSchema } from './json.ts';
import { predicate } from './predicate.ts';
import { reviewDefinition } from './review.ts';
import { isWriter, readOnlyTools } from './toolName.ts';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and dashes').max(64);

const timeoutSeconds = z.number().int().min(1).max(86_400);
const maxTurns = z.number().int().min(1).max(1_000);
const attempts = z.number().int().min(1).max(20);

export const loopDefinition = z.union([
  z.strictObject({
    over: z.string().min(1).describe('Path to a list in an upstream artifact, for example tasks.items'),
    max: z.number().int().min(1).max(1_000).describe('Hard maximum of iterations'),
  }),
  z.strictObject({
    until: predicate.describe('Ends the loop when it holds for the artifact of the latest iteration'),
    max: z.number().int().min(1).max(1_000).describe('Hard maximum of iterations'),
  }),
]);
export type LoopDefinition = z.infer<typeof loopDefinition>;

export const outputDefinition = z.union([
  z.string().min(1).describe('The name of a built-in artifact schema'),
  z.strictObject({
    type: slug.describe('The type of the artifact'),
    schema: jsonSchema.describe('JSON Schema 2020-12 of the artifact'),
  }),
]);
export type OutputDefinition = z.infer<typeof outputDefinition>;

const ruleList = z.array(z.string().trim().min(1).max(2_000)).max(200).optional();

/** Permission rules that a template brings along. It cannot allow: that is for the person. */
export const narrowing = z.strictObject({
  ask: ruleList.describe('Commands such as "npm *", or read:GLOB, write:GLOB, tool:NAME, that a person is always asked about'),
  deny: ruleList.describe('The same, for what is refused'),
});
export type Narrowing = z.infer<typeof narrowing>;

/** One step of a template, as written in its file. */
export const phaseDefinition = z.strictObject({
  id: slug.pipe(phaseId).describe('Unique in the template'),
  name: z.string().min(1).max(200),
  description: z.string().optional(),
  type: z.enum(['automated', 'interactive', 'loop']),
  prompt: z.string().min(1).describe('Instructions; {{input.goal}}, {{artifacts.plan.summary}}, {{loop.item}} and {{loop.index}} are replaced once'),
  output: outputDefinition.describe('What the phase must produce'),
  dependsOn: z.array(phaseId).optional().describe('Phases that must be completed or skipped first'),
  parallelizable: z.boolean().optional().describe('May run beside other parallelizable phases'),
  inputs: z.array(phaseId).optional().describe('Upstream artifacts it sees; the dependencies unless given'),
  tools: z.array(z.string().min(1)).optional().describe('Tools it may call; read-only tools unless given'),
  model: z.string().min(1).optional().describe('An alias such as balanced, or provider/model'),
  when: predicate.optional().describe('Runs only if this holds for upstream artifacts; skipped otherwise'),
  loop: loopDefinition.optional(),
  review: reviewDefinition.optional().describe('A second opinion on its artifact, by other models'),
  autoProceed: z.boolean().optional().describe('Go on without asking when it completes, even with auto mode off'),
  timeoutSeconds: timeoutSeconds.optional(),
  maxTurns: maxTurns.optional(),
  attempts: attempts.optional().describe('How often the model may try to end the phase with a valid artifact'),
  budget: budget.optional(),
  permissions: narrowing.optional().describe('Permission rules of this phase; they can only narrow'),
});
export type PhaseDefinition = z.infer<typeof phaseDefinition>;

export const templateDefaults = z.strictObject({
  model: z.string().min(1).optional(),
  timeoutSeconds: timeoutSeconds.optional(),
  maxTurns: maxTurns.optional(),
  attempts: attempts.optional(),
});

/** A template file: the public contract of SPEC section 2. */
export const workflowTemplate = z.strictObject({
  $schema: z.string().optional(),
  id: slug.pipe(templateId),
  name: z.string().min(1).max(200),
  version: z.number().int().min(1),
  description: z.string().optional(),
  isDefault: z.boolean().optional(),
  clonedFrom: z.string().optional(),
  inputs: jsonSchema.optional().describe("JSON Schema of the run's inputs; goal is always there"),
  defaults: templateDefaults.optional(),
  permissions: narrowing.optional().describe('Permission rules of every phase; they can only narrow'),
  phases: z.array(phaseDefinition).min(1).max(2_000),
});
export type WorkflowTemplate = z.infer<typeof workflowTemplate>;

/** Limits that hold where neither the phase nor the template's defaults say otherwise. */
export const fallbackLimits = { model: 'balanced', timeoutSeconds: 900, maxTurns: 40, attempts: 3 } as const;

export function dependenciesOf(phase: PhaseDefinition): readonly PhaseId[] {
  return phase.dependsOn ?? [];
}

export function inputsOf(phase: PhaseDefinition): readonly PhaseId[] {
  return phase.inputs ?? dependenciesOf(phase);
}

export function toolsOf(phase: PhaseDefinition): readonly string[] {
  const tools = phase.tools ?? readOnlyTools;
  return phase.type === 'interactive' && !tools.includes('ask_user') ? [...tools, 'ask_user'] : tools;
}

/** The rules of the template and of the phase together. */
export function narrowingOf(template: WorkflowTemplate, phase: PhaseDefinition): Narrowing {
  const both = [template.permissions, phase.permissions];
  return { ask: both.flatMap((rules) => rules?.ask ?? []), deny: both.flatMap((rules) => rules?.deny ?? []) };
}

/** Whether a tool of the phase may change files or run programs. */
export function mayWrite(phase: PhaseDefinition): boolean {
  return toolsOf(phase).some(isWriter);
}

export function artifactTypeOf(output: OutputDefinition): string {
  return typeof output === 'string' ? output : output.type;
}

export interface PhaseLimits {
  readonly timeoutMs: number;
  readonly maxTurns: number;
  readonly attempts: number;
}

export function limitsOf(template: WorkflowTemplate, phase: PhaseDefinition): PhaseLimits {
  const defaults = template.defaults ?? {};
  return {
    timeoutMs: 1_000 * (phase.timeoutSeconds ?? defaults.timeoutSeconds ?? fallbackLimits.timeoutSeconds),
    maxTurns: phase.maxTurns ?? defaults.maxTurns ?? fallbackLimits.maxTurns,
    attempts: phase.attempts ?? defaults.attempts ?? fallbackLimits.attempts,
  };
}

export function modelOf(template: WorkflowTemplate, phase: PhaseDefinition): string {
  return phase.model ?? template.defaults?.model ?? fallbackLimits.model;
}
