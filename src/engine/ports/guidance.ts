import type { GuidanceSource } from '../model/guidance.ts';
import type { Files } from './files.ts';

/** A folder in which guidance lies, reached like a workspace: no link leads out of it, and no secret is read. */
export interface GuidanceRoot {
  readonly source: GuidanceSource;
  readonly files: Files;
  /** Folders of folders with a `SKILL.md`. */
  readonly skillFolders: readonly string[];
  /** Folders of `.md` files. */
  readonly commandFolders: readonly string[];
  readonly ruleFiles: readonly string[];
  /** Whether folders further down have rules of their own. */
  readonly hasNestedRules: boolean;
}

/** What is put before the first message of a phase; empty where there is nothing to say. Never rejects. */
export interface Preface {
  text(signal: AbortSignal): Promise<string>;
}
