/** A piece of text in the sources, and what stands there once it is taken out. */
export interface Removal {
  /** From the repository. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly from: string;
  readonly to: string;
}

/** A guard in the sources, how it is taken out, and the test that must notice. */
export interface Guard extends Removal {
  /** What it keeps out, in the words of the threat. */
  readonly threat: string;
  /** Guards behind this one: only without them too is anything let through. */
  readonly also?: readonly Removal[];
  readonly spec: string;
  /** Part of the title of the test; empty for any in the file. */
  readonly title: string;
}
