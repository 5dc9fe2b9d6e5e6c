import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** The search program that the editor carries, wherever this build keeps it; `undefined` leaves the choice to the tools. */
export async function findRipgrep(appRoot: string): Promise<string | undefined> {
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const folders = [
    `@vscode/ripgrep-universal/bin/${process.platform}-${process.arch}`,
    '@vscode/ripgrep/bin',
  ];
  for (const folder of folders) {
    for (const modules of ['node_modules', 'node_modules.asar.unpacked']) {
      const path = join(appRoot, modules, folder, program);
      const isThere = await access(path, constants.X_OK).then(() => true, () => false);
      if (isThere) return path;
    }
  }
  return undefined;
}
