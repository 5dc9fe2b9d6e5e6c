import type { Files } from '../../../ports/files.ts';
import { resolveForReading } from '../authorize.ts';
import { shown } from '../pathNames.ts';

export interface NamedPath {
  readonly word: string;
  /** `maybe`: the word may mean something else than a path, such as a revision. */
  readonly certainty: 'path' | 'maybe';
  /** Folder the command runs in, from the workspace root; `.` for the root. */
  readonly folder: string;
}

const address = /:\/\/|::|^[\w.+-]+@[\w.-]+:/;

/** Why a word of a command line must not go by unasked, or `null`: it leads out of the workspace, or to secrets. */
export async function namedPathDoubt(files: Files, { word, certainty, folder }: NamedPath): Promise<string | null> {
  if (address.test(word)) return `"${shown(word)}" is an address outside the workspace.`;
  if (word.includes('\\') || word.split('/').includes('..')) return `"${shown(word)}" may lead out of the workspace.`;
  // What a program takes for a path behind a colon: `HEAD:.env`, `:(top).env`.
  const path = certainty === 'maybe' ? word.replace(/^.*[:)]/, '') : word;
  if (path === '' || path === '-') return null;
  const resolved = await resolveForReading(files, path.startsWith('/') ? path : `${folder}/${path}`);
  if (!resolved.ok) return certainty === 'maybe' && resolved.error.cause === 'name' ? null : resolved.error.message;
  return resolved.value.consent;
}
