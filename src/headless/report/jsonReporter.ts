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
    finished: (state) => write(JSON.stringify(summaryOf(state, toRunView(state)))),
    dispose: () => undefined,
  };
}
