import * as z from 'zod';
import { toPointer } from '../../base/jsonPointer.ts';
import type { Issue } from '../artifact.ts';
import type { Json } from '../json.ts';

/** Artifacts that a phase saw, by phase id. The artifact of a loop phase is a list. */
export type Upstream = Readonly<Record<string, Json>>;

/** An id inside one artifact, by which other entries and later artifacts refer to an entry. */
export function localId(description: string): z.ZodString {
  return z.string().regex(/^[A-Za-z][A-Za-z0-9._-]*$/, 'must start with a letter and hold only letters, digits, ".", "_" and "-"').max(60).describe(description);
}

/** A file of the workspace, as the tools name it. */
export function workspacePath(description: string): z.ZodString {
  return z.string().min(1).max(1_000).refine(isInside, 'must be relative to the workspace folder, with "/" between its parts and no ".."').describe(description);
}

function isInside(path: string): boolean {
  return path.trim() === path && !/^(?:[/\\~]|[A-Za-z]:)|\\|^file:/.test(path) && !path.split('/').includes('..');
}

/** A refinement for lists of entries with ids: no id twice. */
export function uniqueIds(entries: readonly { readonly id: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  entries.forEach(({ id }, index) => {
    if (seen.has(id)) context.addIssue({ code: 'custom', path: [index, 'id'], message: `repeats the id "${id}": ids must be unique` });
    seen.add(id);
  });
}

/** Ids of the entries of a list with this name, in every upstream artifact that has one. */
export function upstreamIds(upstream: Upstream, list: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const artifact of Object.values(upstream).flatMap((data) => (isList(data) ? data : [data]))) {
    const entries = field(artifact, list);
    for (const entry of isList(entries) ? entries : []) {
      const id = field(entry, 'id');
      if (typeof id === 'string') ids.add(id);
    }
  }
  return ids;
}

/** An issue when `id` is not among the known ones; it names those, so that a model can choose. */
export function missingReference(reference: { readonly path: readonly PropertyKey[]; readonly id: string; readonly kind: string }, known: ReadonlySet<string>): readonly Issue[] {
  if (known.has(reference.id)) return [];
  const hint = known.size > 0 ? `Known ids: ${[...known].slice(0, 30).join(', ')}` : `No upstream artifact has any, so leave the field out`;
  return [{ pointer: toPointer(reference.path), message: `refers to the ${reference.kind} "${reference.id}", which does not exist. ${hint}.` }];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function field(value: Json, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !isList(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
