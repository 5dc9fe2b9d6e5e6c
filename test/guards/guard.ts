/** A guard in the sources, how it is taken out, and the test that must notice. */
export interface Guard {
  /** What it keeps out, in the words of the threat. */
  readonly threat: string;
  /** From the repository. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly from: string;
  readonly to: string;
  readonly spec: string;
  /** Part of the title of the test. */
  readonly title: string;
}
