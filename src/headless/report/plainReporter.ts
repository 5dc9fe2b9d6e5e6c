import type { PhaseView } from '../../engine/workflow/runView.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { toRunView } from '../../engine/workflow/view.ts';
import { backgroundLine } from './backgroundLine.ts';
import { type FactLine, factLine } from './factLine.ts';
import type { Reporter } from './reporter.ts';
import { cached, cost, duration, singleLine, tokens } from './text.ts';

export interface Style {
  readonly width: number;
  paint(tone: FactLine['tone'] | 'dim', text: string): string;
}

const marks: Readonly<Record<FactLine['tone'], string>> = { title: '▶', detail: ' ·', good: '✔', bad: '✖', ask: '?' };

/** A line for each thing worth reading: for pipes and log files, and the scrolling part of the live view. */
export function plainReporter(write: (line: string) => void, style: Style): Reporter {
  return {
    advanced({ facts, state }) {
      for (const fact of facts) {
        const line = factLine(fact, state);
        if (line) write(style.paint(line.tone, `${marks[line.tone]} ${singleLine(line.text, style.width - 4)}`));
      }
    },
    signalled: () => undefined,
    background: (command) => write(style.paint('detail', `${marks.detail} ${singleLine(backgroundLine(command, Date.now()), style.width - 4)}`)),
    finished: (state) => closing(state, style).forEach(write),
    dispose: () => undefined,
  };
}

const statusMarks: Readonly<Record<PhaseView['status'], string>> = {
  pending: '○', held: '◇', running: '●', paused: '‖', waiting: '?', completed: '✔', failed: '✖', skipped: '–',
};

function closing(state: RunState, style: Style): readonly string[] {
  const { run, phases } = toRunView(state);
  const widest = Math.max(...phases.map(({ name }) => name.length));
  const rows = phases.map((phase) => `  ${statusMarks[phase.status]} ${phase.name.padEnd(widest)}  ${phase.status.padEnd(9)}  ${details(phase)}`);
  const total = `${tokens(run.usage.inputTokens)} tokens in${cached(run.usage)}, ${tokens(run.usage.outputTokens)} out, ${cost(run.usage.costUsd)}`;
  return ['', `${run.templateName}: ${run.status}${run.message ? ` (${run.message})` : ''}`, ...rows, style.paint('dim', `  ${total}, run ${run.id}`)];
}

function details({ artifact, failure, wait, startedAt, endedAt, loop }: PhaseView): string {
  const time = startedAt !== null && endedAt !== null ? [duration(endedAt - startedAt)] : [];
  const rounds = loop ? [`${loop.done} of ${loop.total ?? '?'}`] : [];
  return [...time, ...rounds, ...(artifact ? [artifact.type] : []), ...(failure ? [failure.message] : []), ...(wait ? [`waits: ${wait.reason}`] : [])].join(', ');
}
