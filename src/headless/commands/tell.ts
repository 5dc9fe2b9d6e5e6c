import type { PhaseId } from '../../engine/model/ids.ts';
import { isActive } from '../../engine/workflow/step.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { badUsage, type ExitCode } from '../exit.ts';
import type { Options } from '../options.ts';
import { orderOf } from './goOn.ts';

/** `phasegate tell RUN TEXT [--phase PHASE]`: writes to a phase, which is told at its next turn. */
export function tellCommand(options: Options): Promise<ExitCode> {
  const text = options.words.slice(2).join(' ').trim();
  if (text === '') throw badUsage('Say what to tell: phasegate tell RUN TEXT [--phase PHASE]');
  return orderOf(options, (state) => ({ type: 'steer', phase: options.phase === undefined ? phaseAtWork(state) : (options.phase as PhaseId), text }));
}

/** The one that is in the middle of its work, or failed at it. */
function phaseAtWork({ phases }: RunState): PhaseId {
  const all = Object.entries(phases).filter(([, { situation }]) => isActive(situation) || situation.status === 'failed').map(([id]) => id as PhaseId);
  const [only] = all;
  if (only === undefined || all.length > 1) throw badUsage(`Name the phase with --phase: ${all.length === 0 ? 'none is at work' : all.join(', ')}.`);
  return only;
}
