import { DisposableStore } from '../engine/base/disposable.ts';
import type { RunCommand } from '../engine/model/command.ts';
import type { RunId } from '../engine/model/ids.ts';
import type { Engine } from '../engine/runtime/engine.ts';
import { isWaitingForPerson } from '../engine/workflow/view.ts';
import type { RunState } from '../engine/workflow/state.ts';
import { type ExitCode, Exit, exitCodes } from './exit.ts';
import { backgroundChanges } from './report/backgroundChanges.ts';
import type { Reporter } from './report/reporter.ts';
import { askPerson } from './person.ts';
import { exitCodeOf } from './summary.ts';

export interface Drive {
  readonly engine: Engine;
  readonly run: RunId;
  readonly reporter: Reporter;
  /** Whether someone sits at the terminal to answer. */
  readonly isInteractive: boolean;
  /** Whether to wait for a run that goes on by itself later. */
  readonly waits: boolean;
}

/** Sends the first command, tells what happens, and resolves when the run ends or only a person could go on. */
export async function drive({ engine, run, reporter, isInteractive, waits }: Drive, first: readonly RunCommand[]): Promise<ExitCode> {
  const subscriptions = new DisposableStore();
  const interruption = interrupted(subscriptions);
  try {
    subscriptions.add(engine.onAdvance((advance) => reporter.advanced(advance)));
    subscriptions.add(engine.onSignal((signal) => reporter.signalled(signal)));
    if (engine.background) subscriptions.add(backgroundChanges(engine.background, (command) => reporter.background(command)));
    const isOver = (state: RunState): boolean => isStanding(state) && !(waits && goesOnByItself(state));
    let commands = first;
    while (true) {
      const state = await Promise.race([interruption, standstill(engine, { run, commands, isOver })]);
      if (state === 'interrupted') return exitCodes.interrupted;
      const next = isInteractive && isWaitingForPerson(state) ? await askPerson(state, engine.background) : [];
      if (next.length > 0) {
        commands = next;
        continue;
      }
      reporter.finished(state);
      return exitCodeOf(state);
    }
  } finally {
    subscriptions.dispose();
    reporter.dispose();
  }
}

interface Followed {
  readonly run: RunId;
  readonly commands: readonly RunCommand[];
  readonly isOver: (state: RunState) => boolean;
}

/** Carries out commands and waits until nothing more happens by itself. */
async function standstill(engine: Engine, { run, commands, isOver }: Followed): Promise<RunState> {
  for (const command of commands) {
    const result = await engine.send(run, command);
    if (!result.ok) throw new Exit(exitCodes.usage, result.error.message);
  }
  const subscriptions = new DisposableStore();
  try {
    return await new Promise<RunState>((resolve, reject) => {
      const look = (state: RunState | undefined): void => {
        if (state?.id === run && isOver(state)) resolve(state);
      };
      subscriptions.add(engine.onAdvance(({ state }) => look(state)));
      subscriptions.add(engine.onProblem(({ message }) => reject(new Exit(exitCodes.failed, message))));
      engine.state(run).then(look, reject);
    });
  } finally {
    subscriptions.dispose();
  }
}

function isStanding(state: RunState): boolean {
  const { status } = state.situation;
  return (status !== 'running' && status !== 'created') || isWaitingForPerson(state);
}

function goesOnByItself({ situation }: RunState): boolean {
  return situation.status === 'paused' && situation.resumeAt !== undefined;
}

function interrupted(subscriptions: DisposableStore): Promise<'interrupted'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const stop = (): void => resolve('interrupted');
      process.once(signal, stop);
      subscriptions.add({ dispose: () => process.off(signal, stop) });
    }
  });
}
