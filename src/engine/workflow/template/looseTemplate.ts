import type { Json, JsonObject } from '../../model/json.ts';
import type { Path } from './problem.ts';

export interface Located {
  readonly value: string;
  readonly path: Path;
}

/** What can be made out of one phase, right or wrong in shape. */
export interface LoosePhase {
  readonly path: Path;
  readonly id: string | undefined;
  readonly type: Json | undefined;
  readonly prompt: string | undefined;
  readonly dependsOn: readonly Located[];
  /** What it sees: its `inputs`, else its dependencies. */
  readonly inputs: readonly Located[];
  readonly hasInputs: boolean;
  readonly tools: readonly Located[];
  readonly model: string | undefined;
  readonly output: Json | undefined;
  readonly when: Json | undefined;
  readonly loop: Json | undefined;
  readonly review: Json | undefined;
}

/** The parts of a template that rules about meaning need, whatever else is wrong with it: so all problems show at once. */
export interface LooseTemplate {
  readonly phases: readonly LoosePhase[];
  readonly inputs: Json | undefined;
}

export function toLooseTemplate(value: Json): LooseTemplate {
  const phases = fieldOf(value, 'phases');
  return {
    phases: listOf(phases).flatMap((phase, index) => (isObject(phase) ? [toLoosePhase(phase, ['phases', index])] : [])),
    inputs: fieldOf(value, 'inputs'),
  };
}

function toLoosePhase(phase: JsonObject, path: Path): LoosePhase {
  const texts = (key: string): readonly Located[] =>
    listOf(fieldOf(phase, key)).flatMap((value, index) => (typeof value === 'string' ? [{ value, path: [...path, key, index] }] : []));
  const dependsOn = texts('dependsOn');
  const hasInputs = Array.isArray(fieldOf(phase, 'inputs'));
  return {
    path,
    id: textOf(fieldOf(phase, 'id')),
    type: fieldOf(phase, 'type'),
    prompt: textOf(fieldOf(phase, 'prompt')),
    dependsOn,
    inputs: hasInputs ? texts('inputs') : dependsOn,
    hasInputs,
    tools: texts('tools'),
    model: textOf(fieldOf(phase, 'model')),
    output: fieldOf(phase, 'output'),
    when: fieldOf(phase, 'when'),
    loop: fieldOf(phase, 'loop'),
    review: fieldOf(phase, 'review'),
  };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldOf(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
