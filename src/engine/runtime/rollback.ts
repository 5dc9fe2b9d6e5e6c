import { err, type Result } from '../base/result.ts';
import type { RunEvent } from '../model/fact.ts';
import type { CheckpointId } from '../model/ids.ts';
import type { Clock } from '../ports/clock.ts';
import { graphOf } from '../workflow/graph.ts';
import type { IllegalTransition } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import { transition } from '../workflow/transition.ts';
import type { Run } from './run.ts';

/** Goes back to a checkpoint, after taking one by which this can be undone. Resolves when the files are back too. */
export async function rollback(clock: Clock, run: Run, checkpoint: CheckpointId): Promise<Result<RunState, IllegalTransition>> {
  const { state } = run;
  const safety = `${state.id}/before-rollback-${state.seq}/checkpoint` as CheckpointId;
  const event: RunEvent = { type: 'run-rolled-back', checkpoint, safety, message: messageOf(state, checkpoint) };
  const trial = transition(state, event, clock.now());
  if (trial.type === 'illegal') return err(trial.problem);
  if (state.situation.status === 'paused') await run.stopWork();
  const snapshot = await run.takeSnapshot();
  const result = await run.post({ type: 'checkpoint-taken', phase: null, checkpoint: safety, snapshot }, event);
  if (!result.ok) {
    run.takeUp();
    return result;
  }
  await run.whenRestored();
  return { ok: true, value: run.state };
}

function messageOf({ checkpoints, template }: RunState, checkpoint: CheckpointId): string {
  const phase = checkpoints.find((known) => known.checkpoint === checkpoint)?.phase ?? null;
  return phase === null ? 'The rollback was undone.' : `Rolled back to the end of "${graphOf(template).byId.get(phase)?.name ?? phase}".`;
}
