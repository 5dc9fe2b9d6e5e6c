import { toRunView } from '../../engine/workflow/view.ts';
import { summaryOf } from '../summary.ts';
import type { Reporter } from './reporter.ts';

/** Newline-delimited JSON: one fact per line, the summary last. */
export function jsonReporter(write: (line: string) => void): Reporter {
  return {
    advanced({ facts }) {
      for (const { runId, seq, at, event } of facts) write(JSON.stringify({ runId, seq, at, ...event }));
    },
    signalled: () => undefined,
    background: ({ id, title, run, phase, startedAt, exit }) => write(JSON.stringify({ type: exit === null ? 'background-started' : 'background-ended', id, title, runId: run, phase, startedAt, ...(exit && { ending: exit.ending, exitCode: exit.exitCode }) })),
    finished: (state) => write(JSON.stringify(summaryOf(state, toRunView(state)))),
    dispose: () => undefined,
  };
}
