import { messageOf } from '../base/messageOf.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { err, ok, type Result } from '../base/result.ts';
import { failpoint } from '../base/failpoint.ts';
import type { Budget } from '../model/budget.ts';
import type { RunCommand } from '../model/command.ts';
import type { Fact, RunEvent } from '../model/fact.ts';
import type { CheckpointId, ProjectId, RunId, TemplateId } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import type { LiveSignal } from '../model/signal.ts';
import type { Spending } from '../model/usage.ts';
import type { RunningCommands } from '../ports/runningCommands.ts';
import type { SnapshotDifference } from '../ports/snapshots.ts';
import type { Store } from '../ports/store.ts';
import { withInputDefaults } from '../workflow/inputDefaults.ts';
import { replay } from '../workflow/replay.ts';
import { type IllegalTransition, isAtWork } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import { accept } from './accept.ts';
import { toEvent } from './commandEvents.ts';
import { type Fork, planFork } from './fork.ts';
import type { NewRun } from './newRun.ts';
import { rollback } from './rollback.ts';
import { Run, type RunPorts } from './run.ts';
import { dayOf, SpendingControl, startOfDay } from './spendingControl.ts';
import { tidySnapshots } from './tidySnapshots.ts';
import { VendorTrouble } from './vendorTrouble.ts';
import { Wakeups } from './wakeups.ts';
import { inputsWithoutKeys, withoutKeysIn } from './withoutKeysIn.ts';
import type { Advance } from './writer.ts';
import { WriterTurns } from './writerTurns.ts';
import { shownCommands } from './shownCommands.ts';

export interface EnginePorts extends Omit<RunPorts, 'store' | 'spending' | 'trouble' | 'writers' | 'advanced' | 'signal' | 'broken'> {
  readonly store: Store;
  /** Of new runs. */
  readonly seed: number;
  /** Runs that may be running in this workspace at once. */
  readonly maxActiveRuns: number;
  /** The user's caps on what one day may use, read at every call; none unless given. */
  readonly dayBudget?: () => Budget;
}

export interface NewProject {
  readonly name: string;
  readonly goal: string;
  readonly workspace: string;
  readonly templateId: TemplateId;
}

export interface EngineProblem {
  readonly run: RunId;
  readonly message: string;
}

/** The façade that hosts call: projects, runs, commands, and what happens. One engine owns one store. */
export class Engine {
  readonly #ports: EnginePorts;
  readonly #spending: SpendingControl;
  readonly #trouble: VendorTrouble;
  readonly #wakeups: Wakeups;
  /** Which run may write to the workspace, and which ones wait for that. */
  readonly writers = new WriterTurns();
  readonly #live = new Map<RunId, Run>();
  /** Runs whose way to running is being recorded. */
  readonly #waking = new Set<Run>();
  /** Files of an interrupted rollback are back before anything new happens to the workspace. */
  #tidied: Promise<void> = Promise.resolve();
  readonly #advanced = new Emitter<Advance>((error) => this.#ports.log.error('A listener broke.', error));
  readonly #signalled = new Emitter<LiveSignal>((error) => this.#ports.log.error('A listener broke.', error));
  readonly #problems = new Emitter<EngineProblem>((error) => this.#ports.log.error('A listener broke.', error));

  /** Facts that just became durable, with the state after them. */
  readonly onAdvance: Event<Advance> = this.#advanced.event;
  readonly onSignal: Event<LiveSignal> = this.#signalled.event;
  readonly onProblem: Event<EngineProblem> = this.#problems.event;

  /** What phases keep running beside their calls; `null` where the tools have nothing of that kind. */
  readonly background: RunningCommands | null;

  private constructor(ports: EnginePorts, spentToday: Spending) {
    this.#ports = ports;
    this.background = ports.toolbox.background ? shownCommands(ports.toolbox.background, ports.redaction) : null;
    this.#spending = new SpendingControl({ clock: ports.clock, dayBudget: ports.dayBudget ?? (() => ({})), spentToday });
    this.#trouble = new VendorTrouble(ports.clock);
    this.#wakeups = new Wakeups({ clock: ports.clock, wake: (run) => this.#goOnByItself(run) });
  }

  /** Opens the engine over a store. Runs that another process left in the middle come back paused, "interrupted". */
  static async open(ports: EnginePorts): Promise<Engine> {
    const engine = new Engine(ports, await ports.store.spendingSince(startOfDay(ports.clock.now())));
    if (ports.store.isReadOnly) return engine;
    engine.#tidied = tidySnapshots(ports).catch((error: unknown) => ports.log.error('Snapshots could not be tidied.', error));
    await engine.#recover();
    return engine;
  }

  async createProject(wanted: NewProject): Promise<Project> {
    const { clock, ids, store, redaction } = this.#ports;
    const project: Project = { ...wanted, name: redaction.keys(wanted.name), goal: redaction.keys(wanted.goal), id: ids.next() as ProjectId, overrides: {}, status: 'idle', createdAt: clock.now() };
    await store.saveProject(project);
    return project;
  }

  /** Records a run with a frozen copy of its template; it does nothing until it is started. */
  createRun(wanted: NewRun): Promise<RunId> {
    return this.#create({ ...wanted, inputs: inputsWithoutKeys(withInputDefaults(wanted.template, wanted.inputs), this.#ports.redaction) }, () => []);
  }

  /** What follows at once is recorded with it: there is never a run without. */
  async #create(wanted: NewRun, following: (id: RunId) => readonly RunEvent[]): Promise<RunId> {
    const { clock, ids, store } = this.#ports;
    const runId = ids.next() as RunId;
    const events: readonly RunEvent[] = [{ type: 'run-created', ...wanted, seed: this.#ports.seed }, ...following(runId)];
    const facts = events.map((event, index): Fact => ({ runId, seq: index + 1, at: clock.now(), event }));
    const state = replay(facts);
    await store.append({ facts, texts: [] });
    failpoint('run-start');
    this.#live.set(runId, this.#toRun(state));
    this.#advanced.fire({ facts, state });
    return runId;
  }

  /** Carries out a command. One that the state does not allow is recorded, changes nothing, and is answered with the reason. */
  async send(id: RunId, command: RunCommand): Promise<Result<RunState, IllegalTransition>> {
    if (this.#ports.store.isReadOnly) return err({ event: command.type, message: readOnly });
    const run = await this.#load(id);
    if (!run) return err({ event: command.type, message: `There is no run ${id}.` });
    await this.#tidied;
    const result = await this.#carryOut(run, withoutKeysIn(command, this.#ports.redaction));
    if (!result.ok) await run.post({ type: 'command-rejected', command: command.type, message: result.error.message });
    return result;
  }

  async #carryOut(run: Run, command: RunCommand): Promise<Result<RunState, IllegalTransition>> {
    if (command.type === 'accept') return accept(this.#ports, run, command);
    if (command.type === 'rollback') {
      const writing = this.writers.writerBeside(run.state.id);
      return writing === null ? rollback(this.#ports.clock, run, command.checkpoint) : err({ event: command.type, message: `Run ${writing} is writing to the same files. Pause it first.` });
    }
    if (command.type === 'resume') this.#trouble.tryNow();
    const event = toEvent(command, run.state, dayOf(this.#ports.clock.now()));
    if (!event) return err({ event: command.type, message: 'That question is not waiting for an answer.' });
    const result = await (wakes(command, run.state) ? this.#wake(run, event) : run.post(event));
    if (command.type === 'raise-budget') this.#spending.recheck();
    return result;
  }

  /** Its time has come; `false` where it has to wait for other runs. */
  async #goOnByItself(id: RunId): Promise<boolean> {
    const run = await this.#loadOrLog(id);
    const situation = run?.state.situation;
    if (!run || situation?.status !== 'paused' || situation.resumeAt === undefined) return true;
    if (this.#busyBeside(run)) return false;
    this.#trouble.tryNow();
    await this.#wake(run, { type: 'run-resumed', by: 'clock' });
    return true;
  }

  async #wake(run: Run, event: RunEvent): Promise<Result<RunState, IllegalTransition>> {
    const busy = this.#busyBeside(run);
    if (busy) return err({ event: event.type, message: busy });
    this.#waking.add(run);
    const result = await run.post(event);
    this.#waking.delete(run);
    return result;
  }

  #busyBeside(run: Run): string | null {
    const active = [...this.#live.values()].filter((other) => other !== run && (other.state.situation.status === 'running' || this.#waking.has(other)));
    return active.length < this.#ports.maxActiveRuns ? null : `Run ${active[0]?.state.id} is active. Pause, cancel or finish it first.`;
  }

  /** What a rollback would do to the workspace's files; `null` where the checkpoint has none. Changes nothing. */
  async previewRollback(id: RunId, checkpoint: CheckpointId): Promise<Result<SnapshotDifference | null, string>> {
    const memento = (await this.state(id))?.checkpoints.find((known) => known.checkpoint === checkpoint);
    if (!memento) return err(`There is no checkpoint ${checkpoint} among those that run ${id} keeps.`);
    const { snapshots } = this.#ports;
    await this.#tidied;
    return memento.snapshot === null || !snapshots ? ok(null) : snapshots.preview(memento.snapshot);
  }

  /** A new run that takes over a finished phase and what led to it. The error names every contract that does not fit. */
  async fork(parent: RunId, wanted: Fork): Promise<Result<RunId, string>> {
    if (this.#ports.store.isReadOnly) return err(readOnly);
    const state = await this.state(parent);
    if (!state) return err(`There is no run ${parent}.`);
    const plan = await planFork(this.#ports, state, wanted);
    return plan.ok ? ok(await this.#create(plan.value.run, plan.value.eventsOf)) : plan;
  }

  /** The state of a run, live or read from the store. */
  async state(id: RunId): Promise<RunState | undefined> {
    return this.#live.get(id)?.state ?? this.#read(id);
  }

  /** Stops all work; the store stays open. Runs in the middle are paused, and can be resumed at the next start. */
  async stop(): Promise<void> {
    this.#wakeups.dispose();
    await Promise.all([...this.#live.values()].map((run) => this.#interrupt(run)));
    this.#live.clear();
    await this.#ports.toolbox.close?.();
    for (const emitter of [this.#advanced, this.#signalled, this.writers, this.#problems]) emitter.dispose();
  }

  /** Stops all work and closes the store. */
  async close(): Promise<void> {
    await this.stop();
    await this.#ports.store.close();
  }

  async #interrupt(run: Run): Promise<void> {
    if (isUnderWay(run.state)) await run.post({ type: 'run-paused', reason: 'interrupted', message: 'The program was closed while the run was under way.' });
    await run.close();
  }

  async #recover(): Promise<void> {
    for (const { id, status, resumeAt } of await this.#ports.store.runs()) {
      if (status === 'running') await this.#loadOrLog(id);
      if (resumeAt !== null) this.#wakeups.arm(id, resumeAt);
    }
  }

  async #loadOrLog(id: RunId): Promise<Run | undefined> {
    try {
      return await this.#load(id);
    } catch (error) {
      this.#ports.log.error(`Run ${id} cannot be taken up: its history does not make sense.`, error);
      return undefined;
    }
  }

  async #load(id: RunId): Promise<Run | undefined> {
    const known = this.#live.get(id);
    if (known) return known;
    const state = await this.#read(id);
    if (!state) return undefined;
    return this.#live.get(id) ?? this.#adopt(state);
  }

  /** A run that this process did not begin, or lost hold of. */
  async #adopt(state: RunState): Promise<Run> {
    const run = this.#toRun(state);
    this.#live.set(state.id, run);
    if (state.restoring) await this.#tidied;
    await run.finishRollback();
    if (isUnderWay(state)) await run.post({ type: 'run-paused', reason: 'interrupted', message: 'The program ended while the run was under way.' });
    else run.takeUp();
    return run;
  }

  async #read(id: RunId): Promise<RunState | undefined> {
    const facts = await this.#ports.store.facts(id);
    return facts.length > 0 ? replay(facts) : undefined;
  }

  #toRun(state: RunState): Run {
    return new Run({
      ...this.#ports,
      spending: this.#spending,
      trouble: this.#trouble,
      writers: this.writers,
      advanced: (advance) => {
        this.#wakeups.follow(advance.state);
        this.#advanced.fire(advance);
      },
      signal: (signal) => this.#signalled.fire(signal),
      broken: (stuck, error) => this.#drop(stuck, error),
    }, state);
  }

  /** A run whose facts cannot be stored stops at once; it is read again from the store when someone next asks for it. */
  #drop({ id }: RunState, error: unknown): void {
    const run = this.#live.get(id);
    if (!run) return;
    this.#live.delete(id);
    void run.close();
    const message = messageOf(error);
    this.#ports.log.error(`Run ${id} stands still: its history could not be written.`, error);
    this.#problems.fire({ run: id, message: `The run stands still, because its history could not be written: ${message}` });
  }
}

const readOnly = 'Another process owns this store; here it can only be looked at.';

/** Whether a command makes a run active that was not. */
function wakes({ type }: RunCommand, { situation }: RunState): boolean {
  return type === 'start' || type === 'resume' || (situation.status === 'failed' && (type === 'retry' || type === 'skip'));
}

/** Whether work would be lost from sight if the process ended now; waiting for a person is not work. */
function isUnderWay({ situation, phases }: RunState): boolean {
  return situation.status === 'running' && Object.values(phases).some((phase) => isAtWork(phase.situation));
}

