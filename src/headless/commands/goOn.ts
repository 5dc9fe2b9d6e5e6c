import type { RunCommand } from '../../engine/model/command.ts';
import type { PhaseId, RunId } from '../../engine/model/ids.ts';
import type { Store } from '../../engine/ports/store.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { badUsage, type Exit, type ExitCode } from '../exit.ts';
import type { Options } from '../options.ts';
import { createReporter } from '../report/createReporter.ts';
import { driveRun, withEngine } from './run.ts';

/** `phasegate resume RUN`: goes on with a paused run, past a boundary, or waits again for the same answer. */
export function resumeCommand(options: Options): Promise<ExitCode> {
  return goOn(options, (state) => {
    const { status } = state.situation;
    if (status === 'created') return [{ type: 'start' }];
    return [...(status === 'paused' ? [{ type: 'resume' } as const] : []), ...(state.isHeld ? [{ type: 'continue' } as const] : [])];
  });
}

/** `phasegate answer RUN TEXT`. */
export function answerCommand(options: Options): Promise<ExitCode> {
  const answer = options.words.slice(2).join(' ');
  if (answer === '') throw badUsage('Say what to answer: phasegate answer RUN TEXT');
  return goOn(options, (state) => {
    const call = Object.values(state.phases).flatMap(({ situation }) => (situation.status === 'waiting' && 'question' in situation.wait ? [situation.wait.question.call] : []))[0];
    if (call === undefined) throw badUsage('The run does not wait for an answer.');
    return [{ type: 'answer', call, answer }, ...(state.situation.status === 'paused' ? [{ type: 'resume' } as const] : [])];
  });
}

/** `phasegate retry RUN PHASE [--model …]`. */
export function retryCommand(options: Options): Promise<ExitCode> {
  const phase = options.words[2];
  if (phase === undefined) throw badUsage('Name the phase: phasegate retry RUN PHASE');
  return goOn(options, (state) => [{ type: 'retry', phase: phase as PhaseId, model: options.model }, ...(state.situation.status === 'paused' ? [{ type: 'resume' } as const] : [])]);
}

async function goOn(options: Options, toCommands: (state: RunState) => readonly RunCommand[]): Promise<ExitCode> {
  const run = runOf(options);
  return withEngine(options, (store) => workspaceOf(store, run), async (engine) => {
    const state = await engine.state(run);
    if (!state) throw unknownRun(run);
    return driveRun(engine, { run, options, reporter: createReporter(options) }, toCommands(state));
  });
}

export function runOf({ words }: Options): RunId {
  const [command, run] = words;
  if (run === undefined) throw badUsage(`Name the run: phasegate ${command} RUN`);
  return run as RunId;
}

export function unknownRun(run: RunId): Exit {
  return badUsage(`There is no run ${run} in this store. "phasegate list" shows what there is.`);
}

/** A run goes on in the folder of its project. */
async function workspaceOf(store: Store, id: RunId): Promise<string> {
  const run = await store.run(id);
  const project = run && (await store.project(run.project));
  if (!project) throw unknownRun(id);
  return project.workspace;
}
