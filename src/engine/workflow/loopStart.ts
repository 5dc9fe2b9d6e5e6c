import { failed, type Failure } from '../model/failure.ts';
import type { PhaseDefinition } from '../model/template.ts';
import type { Values } from './predicate.ts';

/** How many iterations a loop will have, `null` where nobody knows; or why it cannot begin. */
export type LoopStart = { readonly total: number | null } | { readonly failure: Failure };

export function loopStart({ name, loop }: Pick<PhaseDefinition, 'name' | 'loop'>, values: Values): LoopStart | null {
  if (!loop) return null;
  if ('until' in loop) return { total: null };
  const items = Object.hasOwn(values, loop.over) ? values[loop.over] : undefined;
  if (!Array.isArray(items)) return { failure: failed('bad-input', `"${name}" runs over ${loop.over}, which is not a list.`) };
  if (items.length > loop.max) return { failure: failed('loop-limit', `${loop.over} has ${items.length} items; "${name}" allows ${loop.max}.`) };
  return { total: items.length };
}
