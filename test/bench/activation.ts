import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface ActivationFigures {
  /** Loading the bundle and `activate()`, in a fresh process with an editor that does nothing: the median of seven. */
  readonly activationMs: number;
  /** Files of `dist/` that were loaded for it. */
  readonly loaded: readonly string[];
  readonly loadedKilobytes: number;
}

const dist = join(import.meta.dirname, '../../dist');

export function measureActivation(): ActivationFigures {
  if (!existsSync(join(dist, 'extension.js'))) throw new Error('There is no dist/extension.js: run node build.mjs first.');
  const rounds = Array.from({ length: 7 }, () => JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'activateOnce.ts'), dist], { encoding: 'utf8' })) as ActivationFigures);
  const [first] = rounds;
  const sorted = rounds.map(({ activationMs }) => activationMs).toSorted((left, right) => left - right);
  return { activationMs: sorted[3] ?? Number.NaN, loaded: first?.loaded ?? [], loadedKilobytes: first?.loadedKilobytes ?? Number.NaN };
}
