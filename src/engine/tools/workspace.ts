import type { Result } from '../base/result.ts';
import type { CodeIntelligence } from '../ports/codeIntelligence.ts';
import type { AuthorizedPath, Files } from '../ports/files.ts';
import type { Log } from '../ports/log.ts';
import type { Shell } from '../ports/shell.ts';
import type { ReadMemory } from './readMemory.ts';

/** What the tools of one workspace share. */
export interface Workspace {
  readonly files: Files;
  readonly shell: Shell;
  /** Absolute path of ripgrep, `rg` for the one on the search path, or `null` to do without. */
  readonly ripgrepPath: string | null;
  /** `null` where no editor is. */
  readonly codeIntelligence: CodeIntelligence | null;
  readonly log: Log;
  readonly memory: ReadMemory;
}

/** Larger files are neither read nor edited. */
export const fileLimitBytes = 10_000_000;

/** A second look right before use: what was resolved when the call was prepared must still be what the path means. */
export async function unchanged(check: Promise<Result<AuthorizedPath, string>>, prepared: AuthorizedPath): Promise<void> {
  const now = await check;
  if (!now.ok) throw new Error(now.error);
  if (now.value !== prepared) throw new Error('The path leads somewhere else than when the call was checked. Nothing was done; look at the folder again.');
}
