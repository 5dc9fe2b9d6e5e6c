import type { PhaseId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import type { Predicate } from '../model/predicate.ts';
import type { WorkflowTemplate } from '../model/template.ts';

/** `research.risk` → phase `research`, fields `['risk']`. */
export function splitPath(path: string): { readonly phase: PhaseId; readonly fields: readonly string[] } {
  const [phase = '', ...fields] = path.split('.');
  return { phase: phase as PhaseId, fields };
}

/** The value at a list of fields or list indexes; `undefined` where there is none. Inherited properties do not count. */
export function valueAt(data: Json | undefined, fields: readonly string[]): Json | undefined {
  let current = data;
  for (const field of fields) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, field)) return undefined;
    current = (current as Readonly<Record<string, Json>>)[field];
  }
  return current;
}

export function pathsOfPredicate(predicate: Predicate): readonly string[] {
  if ('path' in predicate) return [predicate.path];
  if ('not' in predicate) return pathsOfPredicate(predicate.not);
  return ('all' in predicate ? predicate.all : predicate.any).flatMap(pathsOfPredicate);
}

const referenced = new WeakMap<WorkflowTemplate, readonly string[]>();

/** Every path that the template's conditions and loops ask about, computed once per template. */
export function referencedPaths(template: WorkflowTemplate): readonly string[] {
  const known = referenced.get(template);
  if (known) return known;
  const paths = findPaths(template);
  referenced.set(template, paths);
  return paths;
}

function findPaths(template: WorkflowTemplate): readonly string[] {
  const paths = template.phases.flatMap(({ when, loop }) => [
    ...(when ? pathsOfPredicate(when) : []),
    ...(loop && 'until' in loop ? pathsOfPredicate(loop.until) : []),
    ...(loop && 'over' in loop ? [loop.over] : []),
  ]);
  return [...new Set(paths)];
}

/**
 * The values that run state must remember of a phase's artifact. A list that a loop runs over is remembered by its
 * items, so that the fold alone knows what each iteration is about.
 */
export function referencedValues(template: WorkflowTemplate, phase: PhaseId, data: Json): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const path of referencedPaths(template)) {
    const { phase: owner, fields } = splitPath(path);
    const value = owner === phase ? valueAt(data, fields) : undefined;
    if (value !== undefined) values[path] = value;
  }
  return values;
}
