import type { RunId } from '../model/ids.ts';

/** A text that a run found before it changed it; `null` where there was no such file. */
export interface FoundText {
  /** From the workspace root. */
  readonly path: string;
  readonly text: string | null;
}

/** What runs found, kept where no run can write, so that it is known after a restart too. */
export interface RunBaselines {
  /** Everything that was kept for a run; `null` where the run is new. */
  read(run: RunId): Promise<readonly FoundText[] | null>;
  /** Resolves when it would survive the end of this process, or cannot be made to. */
  keep(run: RunId, found: readonly FoundText[]): Promise<void>;
}
