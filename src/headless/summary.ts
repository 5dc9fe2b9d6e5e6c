import { cacheHitRate } from '../engine/runtime/costs.ts';
import type { RunView } from '../engine/workflow/runView.ts';
import { isWaitingForPerson } from '../engine/workflow/view.ts';
import { phaseOf } from '../engine/workflow/step.ts';
import type { RunState } from '../engine/workflow/state.ts';
import { type ExitCode, exitCodes } from './exit.ts';

/** The last line of `--json`. */
export function summaryOf(state: RunState, view: RunView): Readonly<Record<string, unknown>> {
  return {
    type: 'summary',
    runId: state.id,
    status: isWaitingForPerson(state) ? 'waiting' : view.run.status,
    message: view.run.message,
    phases: view.phases.map(({ id, status, attempts, artifact, failure, wait, reviews }) => ({
      id,
      status,
      attempts,
      artifact: artifact?.id ?? null,
      modelUsed: phaseOf(state, id)?.modelUsed ?? null,
      ...(failure && { failure }),
      ...(wait && { wait }),
      ...(reviews && { reviews }),
    })),
    usage: view.run.usage,
    cacheHitRate: cacheHitRate(view.run.usage),
  };
}

export function exitCodeOf(state: RunState): ExitCode {
  switch (state.situation.status) {
    case 'completed':
      return exitCodes.completed;
    case 'failed':
    case 'cancelled':
      return exitCodes.failed;
    case 'created':
    case 'running':
    case 'paused':
      return exitCodes.waiting;
  }
}
