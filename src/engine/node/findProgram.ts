import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** The absolute path of a program, from absolute folders of the search path only: never from the folder a command runs in. */
export async function findProgram(name: string, environment: Readonly<Record<string, string>>): Promise<string | null> {
  if (isAbsolute(name)) return name;
  if (/[\\/]/.test(name)) return null;
  const endings = process.platform === 'win32' ? ['.exe', '.com'] : [''];
  for (const folder of (environment.PATH ?? '').split(delimiter).filter(isAbsolute)) {
    for (const ending of endings) {
      const path = join(folder, name.endsWith(ending) ? name : name + ending);
      if (await isExecutable(path)) return path;
    }
  }
  return null;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
