import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundText, RunBaselines } from '../ports/runBaselines.ts';

const mostRuns = 300;

/** One file for each run of a project in the person's own folder, one line for each text. The oldest go when there are many. */
export function runBaselineFiles(userFolder: string, workspace: string): RunBaselines {
  const folder = join(userFolder, 'projects', createHash('sha256').update(workspace).digest('hex').slice(0, 16), 'found');
  const fileOf = (run: string): string => join(folder, `${createHash('sha256').update(run).digest('hex').slice(0, 32)}.jsonl`);
  return {
    async read(run) {
      const text = await readFile(fileOf(run), 'utf8').catch(() => null);
      return text === null ? null : text.split('\n').flatMap(toFound);
    },
    async keep(run, found) {
      const file = fileOf(run);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const isNew = (await stat(file).catch(() => null)) === null;
        await appendFile(file, found.map((text) => `\n${JSON.stringify(text)}`).join(''), { mode: 0o600 });
        if (isNew) await forgetOld(folder);
      } catch {
        // A person's folder that cannot be written: what was found is known until this process ends.
      }
    },
  };
}

/** The last line may have been cut off. */
function toFound(line: string): readonly FoundText[] {
  try {
    const parsed: unknown = JSON.parse(line);
    return isFoundText(parsed) ? [parsed] : [];
  } catch {
    return [];
  }
}

function isFoundText(value: unknown): value is FoundText {
  return typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string' && 'text' in value && (value.text === null || typeof value.text === 'string');
}

async function forgetOld(folder: string): Promise<void> {
  const files = await Promise.all((await readdir(folder)).map(async (name) => ({ path: join(folder, name), atMs: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })));
  const old = files.toSorted((left, right) => right.atMs - left.atMs).slice(mostRuns);
  await Promise.all(old.map(({ path }) => rm(path, { force: true })));
}
