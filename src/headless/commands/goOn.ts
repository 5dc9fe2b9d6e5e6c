import type { Budget } from '../../engine/model/budget.ts';
import type { RunCommand } from '../../engine/model/command.ts';
import type { PhaseId, RunId } from '../../engine/model/ids.ts';
import type { Store } from '../../engine/ports/store.ts';
import type { Engine } from '../../engine/runtime/engine.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { badUsage, type Exit, type ExitCode, exitCodes } from '../exit.ts';
import type { Options } from '../options.ts';
import { createReporter } from '../report/createReporter.ts';
import { driveRun, withEngine } from './run.ts';

/** `phasegate resume RUN [--budget-usd N] [--budget-tokens N]`: goes on with a paused run, past a boundary, or waits again for the same answer. */
export function resumeCommand(options: Options): Promise<ExitCode> {
  return goOn(options, (state) => [...raises(state, options.budget), ...goingOn(state)]);
}

function goingOn(state: RunState): readonly RunCommand[] {
  return state.situation.status === 'created' ? [{ type: 'start' }] : [...resumption(state), ...(state.isHeld ? [{ type: 'continue' } as const] : [])];
}

/** The budget that is short gets the new caps; where none is, that of the run. */
function raises({ situation }: RunState, budget: Budget): readonly RunCommand[] {
  if (Object.keys(budget).length === 0) return [];
  const shortage = situation.status === 'paused' ? situation.shortage : undefined;
  return [{ type: 'raise-budget', scope: shortage?.scope ?? 'run', budget, ...(shortage?.scope === 'phase' && { phase: shortage.phase }) }];
}

/** `phasegate answer RUN TEXT`. */
export function answerCommand(options: Options): Promise<ExitCode> {
  const answer = options.words.slice(2).join(' ');
  if (answer === '') throw badUsage('Say what to answer: phasegate answer RUN TEXT');
  return goOn(options, (state) => {
    const call = Object.values(state.phases).flatMap(({ situation }) => (situation.status === 'waiting' && 'question' in situation.wait ? [situation.wait.question.call] : []))[0];
    if (call === undefined) throw badUsage('The run does not wait for an answer.');
    return [...resumption(state), { type: 'answer', call, answer }];
  });
}

/** `phasegate retry RUN PHASE [--model …]`. */
export function retryCommand(options: Options): Promise<ExitCode> {
  const phase = options.words[2];
  if (phase === undefined) throw badUsage('Name the phase: phasegate retry RUN PHASE');
  return goOn(options, (state) => [{ type: 'retry', phase: phase as PhaseId, model: options.model }, ...resumption(state)]);
}

/** `phasegate review RUN PHASE`: asks the reviewers again who gave no opinion. */
export function reviewCommand(options: Options): Promise<ExitCode> {
  const phase = options.words[2];
  if (phase === undefined) throw badUsage('Name the phase: phasegate review RUN PHASE');
  return goOn(options, (state) => [{ type: 'review', phase: phase as PhaseId }, ...resumption(state)]);
}

/** A paused run has to be resumed for anything to follow. */
export function resumption(state: RunState): readonly RunCommand[] {
  return state.situation.status === 'paused' ? [{ type: 'resume' }] : [];
}

/** Sends commands to a run and follows it until it ends or waits for a person. */
export function goOn(options: Options, toCommands: (state: RunState, store: Store) => readonly RunCommand[] | Promise<readonly RunCommand[]>): Promise<ExitCode> {
  return withRun(options, async ({ engine, state, store }) =>
    driveRun(engine, { run: state.id, options, reporter: createReporter(options) }, await toCommands(state, store)));
}

/** Sends one command and tells how the run stands then. */
export function order(options: Options, command: RunCommand): Promise<ExitCode> {
  return orderOf(options, () => command);
}

/** The same for a command that depends on the run. */
export function orderOf(options: Options, toCommand: (state: RunState) => RunCommand): Promise<ExitCode> {
  return withRun(options, async ({ engine, state }) => {
    const reporter = createReporter(options);
    const following = engine.onAdvance((advance) => reporter.advanced(advance));
    const result = await engine.send(state.id, toCommand(state));
    following.dispose();
    reporter.dispose();
    if (!result.ok) throw badUsage(result.error.message);
    reporter.finished(result.value);
    return exitCodes.completed;
  });
}

export interface OpenRun {
  readonly engine: Engine;
  readonly state: RunState;
  readonly store: Store;
}

/** A run of the store with an engine that works in the folder of its project. */
export function withRun(options: Options, work: (open: OpenRun) => Promise<ExitCode>): Promise<ExitCode> {
  const run = runOf(options);
  return withEngine(options, (store) => workspaceOf(store, run), async (engine, store) => {
    const state = await engine.state(run);
    if (!state) throw unknownRun(run);
    return work({ engine, state, store });
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
