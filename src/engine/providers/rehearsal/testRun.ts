import { shortLines } from './toolOutput.ts';

/** A command that ran, and what its output shows. */
export interface TestRun {
  readonly command: string;
  /** It ran at all: it was allowed and found. */
  readonly hasRun: boolean;
  readonly hasPassed: boolean;
  /** `null` when the output does not say. */
  readonly exitCode: number | null;
  readonly passing: number | null;
  readonly failing: number | null;
  /** Names of failing tests, as printed. */
  readonly failures: readonly string[];
  /** Places in workspace files that the output names, most telling first. */
  readonly places: readonly { readonly path: string; readonly line: number }[];
  readonly turn: number;
}

interface CommandResult {
  readonly command: string;
  readonly output: string;
  readonly isError: boolean;
  readonly turn: number;
}

export function readTestRun({ command, output: whole, isError, turn }: CommandResult): TestRun {
  const output = shortLines(whole);
  const exitCode = exitCodeIn(output);
  const failing = countOf(output, ['fail', 'failing', 'failed', 'failures']);
  const passing = countOf(output, ['pass', 'passing', 'passed']);
  const hasRun = exitCode !== null || passing !== null || failing !== null;
  const hasPassed = exitCode === null ? !isError && (failing ?? 0) === 0 && hasRun : exitCode === 0;
  return { command, hasRun, hasPassed, exitCode: exitCode ?? (hasPassed ? 0 : null), passing, failing, failures: failuresIn(output), places: placesIn(output), turn };
}

/** Tools say it in their first or last line; elsewhere it may be a program's own talk. */
function exitCodeIn(output: string): number | null {
  const lines = output.trim().split('\n');
  const codes = [lines[0] ?? '', lines.at(-1) ?? ''].map((line) => /\bexit(?:ed)?(?:\s+with)?(?:\s+(?:code|status))?[\s:=]+(-?\d+)/i.exec(line)?.[1]);
  const code = codes.find((found) => found !== undefined);
  return code === undefined ? null : Number(code);
}

/** `# fail 1`, `ℹ fail 1`, `1 failing`, `Tests: 1 failed, 4 passed`. */
function countOf(output: string, words: readonly string[]): number | null {
  for (const word of words) {
    const found = new RegExp(`^(?:#|ℹ)\\s*${word}\\s+(\\d+)|\\b(\\d+)\\s+${word}\\b`, 'm').exec(output);
    const count = found?.[1] ?? found?.[2];
    if (count !== undefined) return Number(count);
  }
  return null;
}

/** TAP, and the marks of the usual reporters. */
function failuresIn(output: string): readonly string[] {
  const marks = [...output.matchAll(/^\s*(?:not ok \d+ - |✖ |✗ |× |✕ |FAILED |--- FAIL: )(.+?)(?:\s+\([\d.]+\s?m?s\))?\s*$/gm)];
  const names = marks.map(([, name = '']) => name.replace(/\s+#.*$/, '').trim()).filter((name) => name !== 'failing tests:' && !/\.(test|spec)?\.?[cm]?[jt]sx?$/.test(name));
  return [...new Set(names)];
}

/** Stack frames and reporter locations, without the runtime's own and other people's code. */
function placesIn(output: string): TestRun['places'] {
  const found = [...output.matchAll(/(?:file:\/\/)?([\w@.+\-/\\:]*?[\w@.+-]+\.(?:[cm]?[jt]sx?|py|go|rs)):(\d+)/g)];
  const places = found.map(([, path = '', line = '0']) => ({ path: path.replaceAll('\\', '/'), line: Number(line) }));
  const own = places.filter(({ path }) => !/node:|node_modules|\binternal\//.test(path));
  return [...new Map(own.map((place) => [`${place.path}:${place.line}`, place])).values()];
}

/** One sentence with figures for people. */
export function describeRun(run: TestRun): string {
  if (!run.hasRun) return `${run.command} could not be run here`;
  const counts = [run.passing === null ? '' : `${run.passing} passing`, run.failing === null ? '' : `${run.failing} failing`].filter((part) => part !== '').join(', ');
  const names = run.failures.length === 0 ? '' : ` (${run.failures.slice(0, 3).map((name) => `"${name}"`).join(', ')})`;
  return `${run.command} ${run.hasPassed ? 'passes' : 'fails'}${counts === '' ? '' : `: ${counts}`}${run.hasPassed ? '' : names}`;
}
