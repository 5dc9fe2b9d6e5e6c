import { readJsonSource } from './jsonSource.ts';
import type { ProblemCode, TemplateNote } from './problem.ts';

export interface OutputNote {
  /** The phase's place in the template. */
  readonly index: number;
  readonly code: ProblemCode;
  readonly message: string;
}

/** What is good to know about the outputs of a sound template's phases, each at its place in the text. */
export function outputNotes(text: string, notes: readonly OutputNote[]): readonly TemplateNote[] {
  if (notes.length === 0) return [];
  const source = readJsonSource(text);
  return notes.map(({ index, code, message }) => ({ ...source.locate({ path: ['phases', index, 'output'], code, message }), severity: 'note' }));
}
