import { cutMiddle } from '../base/middleCut.ts';
import { cleanTerminalText } from '../base/terminalText.ts';
import type { ToolResult } from '../ports/tool.ts';
import type { ShellExit } from '../ports/shell.ts';

const shownBytes = 30_000;

/** How a program ended, then what it wrote: cleaned, and short enough for a conversation. */
export function commandResult(exit: ShellExit, timeoutSeconds: number): ToolResult {
  const text = cleanTerminalText(exit.output).trimEnd();
  const shown = cutMiddle(text, shownBytes);
  const head = headline(exit, timeoutSeconds);
  const written = (body: string): string => (body === '' ? `${head}\n(no output)` : `${head}\n${body}`);
  const isCut = shown.isCut || exit.isTruncated;
  return { outcome: outcomeOf(exit), output: written(shown.text), ...(isCut ? { whole: written(text) } : {}) };
}

function headline({ ending, exitCode, problem }: ShellExit, timeoutSeconds: number): string {
  const more = problem === undefined ? '' : ` ${problem}`;
  switch (ending) {
    case 'exited':
      return `exit code ${exitCode ?? 'unknown'}.${more}`;
    case 'timeout':
      return `Ended after ${timeoutSeconds} seconds because it had not finished.${more} Run less of it, or give a larger timeoutSeconds.`;
    case 'cancelled':
      return `Stopped before it finished.${more}`;
    case 'not-started':
      return `It could not be started.${more}`;
  }
}

function outcomeOf({ ending, exitCode, problem }: ShellExit): ToolResult['outcome'] {
  switch (ending) {
    case 'exited':
      return exitCode === 0 && problem === undefined ? 'ok' : 'error';
    case 'not-started':
      return 'error';
    case 'timeout':
    case 'cancelled':
      return ending;
  }
}
