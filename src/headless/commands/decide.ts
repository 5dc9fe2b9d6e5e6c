import { readFile } from 'node:fs/promises';
import { messageOf } from '../../engine/base/messageOf.ts';
import type { ContentRef } from '../../engine/model/content.ts';
import type { PhaseId } from '../../engine/model/ids.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Store } from '../../engine/ports/store.ts';
import { phaseOf } from '../../engine/workflow/step.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { badUsage, type ExitCode } from '../exit.ts';
import type { Options } from '../options.ts';
import { goOn, order, resumption } from './goOn.ts';

/** `phasegate skip RUN PHASE`: goes on without the phase. */
export function skipCommand(options: Options): Promise<ExitCode> {
  const phase = phaseWord(options);
  return goOn(options, (state) => [{ type: 'skip', phase }, ...resumption(state)]);
}

/** `phasegate accept RUN PHASE (--force | --file JSON)`: ends a phase that waits for a decision. */
export function acceptCommand(options: Options): Promise<ExitCode> {
  const phase = phaseWord(options);
  if (options.isForced === (options.file !== undefined)) throw badUsage('Say which: accept RUN PHASE --force takes the rejected output as it is, --file JSON a corrected one.');
  return goOn(options, async (state, store) => {
    const data = options.file === undefined ? await rejectedOutput(state, store, phase) : await readJson(options.file);
    return [{ type: 'accept', phase, data, isForced: options.isForced }, ...resumption(state)];
  });
}

/** `phasegate pause RUN`. */
export function pauseCommand(options: Options): Promise<ExitCode> {
  return order(options, { type: 'pause' });
}

/** `phasegate cancel RUN`. */
export function cancelCommand(options: Options): Promise<ExitCode> {
  return order(options, { type: 'cancel' });
}

export function phaseWord({ words }: Options): PhaseId {
  const [command, , phase] = words;
  if (phase === undefined) throw badUsage(`Name the phase: phasegate ${command} RUN PHASE`);
  return phase as PhaseId;
}

/** What the model offered last; text that is not JSON is taken as text. */
async function rejectedOutput(state: RunState, store: Store, phase: PhaseId): Promise<Json> {
  const situation = phaseOf(state, phase)?.situation;
  const raw: ContentRef | null = situation?.status === 'waiting' && situation.wait.reason === 'decision' ? situation.wait.raw : null;
  if (!raw) throw badUsage(`Phase "${phase}" has no rejected output.`);
  const text = await store.text(raw);
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

async function readJson(file: string): Promise<Json> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Json;
  } catch (error) {
    throw badUsage(`${file} cannot be read as JSON: ${messageOf(error)}`);
  }
}
