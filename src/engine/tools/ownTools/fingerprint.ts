import { createHash } from 'node:crypto';
import type { ContentHash } from '../../model/ids.ts';
import type { OwnTool } from '../../model/ownTool.ts';
import type { AuthorizedPath, Files } from '../../ports/files.ts';
import { fileLimitBytes } from '../workspace.ts';
import { workspaceFilesIn } from './workspaceFilesIn.ts';

export interface FingerprintOptions {
  readonly files: Files;
  /** Consent leaves out what phases may write, because a call that runs such a file is asked about; a lasting yes to calls must not. */
  readonly isWithUnprotected: boolean;
}

/** Of the definition, and of the scripts it names. */
export async function fingerprint(definition: OwnTool, { files, isWithUnprotected }: FingerprintOptions): Promise<ContentHash> {
  const hash = createHash('sha256').update(JSON.stringify(definition));
  for (const { path, isProtected } of await workspaceFilesIn(definition, files)) {
    if (isProtected) hash.update(path).update(await files.read(path, fileLimitBytes));
    else if (isWithUnprotected) hash.update(path).update(await contentOrSize(path, files));
  }
  return hash.digest('hex') as ContentHash;
}

/** What is too large to read is data, most likely. */
async function contentOrSize(path: AuthorizedPath, files: Files): Promise<Uint8Array | string> {
  return files.read(path, fileLimitBytes).catch(async () => String((await files.stat(path))?.sizeBytes));
}
