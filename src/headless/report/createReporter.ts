import type { Style } from './plainReporter.ts';
import { plainReporter } from './plainReporter.ts';
import { jsonReporter } from './jsonReporter.ts';
import { liveReporter } from './liveReporter.ts';
import type { Reporter } from './reporter.ts';

const colours = { title: 36, detail: 2, good: 32, bad: 31, ask: 33, dim: 2 } as const;

/** JSON when asked for, live on a terminal, plain lines in a pipe. */
export function createReporter({ isJson }: { readonly isJson: boolean }): Reporter {
  const output = process.stdout;
  const write = (line: string): void => void output.write(`${line}\n`);
  if (isJson) return jsonReporter(write);
  const hasColours = output.isTTY && process.env['NO_COLOR'] === undefined;
  const style: Style = {
    width: output.isTTY ? output.columns : 160,
    paint: (tone, text) => (hasColours ? `\u001b[${colours[tone]}m${text}\u001b[0m` : text),
  };
  return output.isTTY ? liveReporter(output, style) : plainReporter(write, style);
}
