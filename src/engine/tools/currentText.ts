import type { AuthorizedPath, Files } from '../ports/files.ts';
import { decodeText } from './textFile.ts';
import { fileLimitBytes } from './workspace.ts';

/** What a file holds now, to look at before a change, which reads it again; `null` where there is none, empty where it is no text. */
export async function currentText(files: Files, path: AuthorizedPath): Promise<string | null> {
  try {
    const decoded = decodeText(await files.read(path, fileLimitBytes));
    return decoded.ok ? decoded.value.text : '';
  } catch {
    return null;
  }
}
