/** Something to correct in a template file, where an editor can show it. */
export interface TemplateProblem {
  /** JSON pointer; for something missing, of the place where it belongs. */
  readonly pointer: string;
  /** One-based. */
  readonly line: number;
  /** One-based, in UTF-16 code units. */
  readonly column: number;
  readonly message: string;
  /** A template with errors is not used; warnings are for its author. */
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
}

/** What is right, and good to know. */
export interface TemplateNote extends Omit<TemplateProblem, 'severity'> {
  readonly severity: 'note';
}

export type ProblemCode =
  | 'too-large' | 'encoding' | 'too-deep' | 'syntax' | 'comment' | 'duplicate-key' | 'forbidden-key' | 'hidden-text' | 'unreadable'
  | 'shape' | 'unknown-key' | 'duplicate-id' | 'unknown-dependency' | 'self-dependency' | 'cycle' | 'unreachable'
  | 'unknown-tool' | 'unknown-output' | 'schema-file' | 'bad-schema' | 'unknown-input' | 'input-not-upstream'
  | 'bad-placeholder' | 'unknown-placeholder' | 'undeclared-input' | 'artifact-not-input'
  | 'bad-path' | 'bad-predicate' | 'loop-missing' | 'loop-unexpected' | 'bad-review' | 'same-model'
  | 'reserved-name' | 'bad-argument' | 'bad-folder' | 'unused-input' | 'words-only';

export type Path = readonly (string | number)[];

/** A problem before its place in the text is looked up. */
export interface Finding {
  readonly path: Path;
  /** Points at the key of the property instead of its value. */
  readonly isAboutKey?: boolean;
  readonly code: ProblemCode;
  readonly message: string;
  readonly severity?: 'error' | 'warning';
}
