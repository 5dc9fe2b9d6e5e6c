import type { RunState } from '../../engine/workflow/state.ts';
import { toRunView } from '../../engine/workflow/view.ts';
import { plainReporter, type Style } from './plainReporter.ts';
import type { Reporter } from './reporter.ts';
import { duration, singleLine } from './text.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
const clearLine = '\u001b[2K';
const upOneLine = '\u001b[1A';

/** For a terminal: the plain lines scroll by, and below them stands what is running now, with its latest words. */
export function liveReporter(output: NodeJS.WriteStream, style: Style): Reporter {
  const plain = plainReporter(writeAbove, style);
  const words = new Map<string, string>();
  let state: RunState | undefined;
  let drawn = 0;
  let frame = 0;
  const timer = setInterval(redraw, frameMs);

  function erase(): void {
    output.write(`\r${clearLine}${`${upOneLine}${clearLine}`.repeat(drawn)}`);
    drawn = 0;
  }

  function redraw(): void {
    const lines = state ? activeLines(state, frames[frame++ % frames.length] ?? '') : [];
    erase();
    for (const line of lines) output.write(`${line}\n`);
    drawn = lines.length;
  }

  function writeAbove(line: string): void {
    erase();
    output.write(`${line}\n`);
  }

  function activeLines(current: RunState, spinner: string): readonly string[] {
    return toRunView(current).phases.filter(({ status }) => status === 'running').map(({ id, name, tool, startedAt }) => {
      const elapsed = startedAt === null ? '' : duration(Date.now() - startedAt);
      return style.paint('title', singleLine(`${spinner} ${name}  ${elapsed}  ${tool ?? words.get(id) ?? ''}`, style.width - 1));
    });
  }

  return {
    advanced(advance) {
      state = advance.state;
      plain.advanced(advance);
      redraw();
    },
    signalled(signal) {
      if (signal.type === 'text-delta') words.set(signal.phase, `${words.get(signal.phase) ?? ''}${signal.text}`.slice(-80));
    },
    background(command) {
      plain.background(command);
      redraw();
    },
    finished(last) {
      state = undefined;
      clearInterval(timer);
      erase();
      plain.finished(last);
    },
    dispose() {
      clearInterval(timer);
      erase();
    },
  };
}
