import { Emitter } from '../../base/emitter.ts';
import { cleanTerminalText } from '../../base/terminalText.ts';
import type { ExecutionId, PhaseId, RunId } from '../../model/ids.ts';
import type { RunningCommand, RunningCommands } from '../../ports/runningCommands.ts';
import type { Shell, ShellExit } from '../../ports/shell.ts';

export interface BackgroundCommand extends RunningCommand {
  readonly isStoppedByPerson: boolean;
}

export interface StartRequest {
  readonly script: string;
  readonly title: string;
  /** Absolute. */
  readonly cwd: string;
  readonly run: RunId;
  readonly phase: PhaseId;
  readonly execution: ExecutionId;
}

export interface BackgroundLook {
  readonly text: string;
  readonly lostCharacters: number;
  readonly exit: ShellExit | null;
  readonly isStoppedByPerson: boolean;
}

/** At once, over all phases; each for this long at most. */
const runningLimit = 8;
const longestMs = 4 * 3_600_000;
const unreadLimit = 30_000;
/** Kept for the person who looks. */
const shownLimit = 100_000;
/** Ended ones whose last words are kept. */
const endedLimit = 50;

interface Entry {
  readonly id: number;
  readonly request: StartRequest;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  readonly startedAt: number;
  isStoppedByPerson: boolean;
  written: string;
  exit: ShellExit | null;
  unread: string;
  lostCharacters: number;
}

/** What phases keep running beside their calls. Every command ends with the execution that started it, however that ends. */
export class BackgroundCommands {
  readonly #shell: Shell;
  readonly #now: () => number;
  readonly #changed = new Emitter<void>();
  readonly #entries = new Map<number, Entry>();
  #lastId = 0;

  /** What it looks like to the person. */
  readonly shown: RunningCommands = {
    list: () => this.list(),
    outputOf: (id) => {
      const entry = this.#entries.get(id);
      return entry && cleanTerminalText(entry.written);
    },
    stop: (id) => this.#stopForPerson(id),
    onDidChange: this.#changed.event,
  };

  constructor(shell: Shell, now: () => number = Date.now) {
    this.#shell = shell;
    this.#now = now;
  }

  /** Those that run, then the ended ones, each in the order of their start. */
  list(): readonly BackgroundCommand[] {
    const all = [...this.#entries.values()].map(({ id, exit, startedAt, isStoppedByPerson, request: { title, run, phase, execution } }) => ({ id, title, run, phase, execution, startedAt, exit, isStoppedByPerson }));
    return [...all.filter(({ exit }) => exit === null), ...all.filter(({ exit }) => exit !== null)];
  }

  /** The id of the started command, or `null` where too many run. */
  start(request: StartRequest, onOutput: (text: string) => void): number | null {
    if (this.list().filter(({ exit }) => exit === null).length >= runningLimit) return null;
    const id = (this.#lastId += 1);
    const controller = new AbortController();
    const take = (text: string): void => {
      add(entry, text);
      onOutput(text);
    };
    const command = { program: { script: request.script }, cwd: request.cwd, timeoutMs: longestMs, outputLimitBytes: 1_000, title: `${request.title} (in the background)` };
    const ended = this.#shell.run(command, take, controller.signal).then((exit) => {
      entry.exit = exit;
      this.#forgetOld();
      this.#changed.fire();
    });
    const entry: Entry = { id, request, controller, ended, startedAt: this.#now(), isStoppedByPerson: false, exit: null, written: '', unread: '', lostCharacters: 0 };
    this.#entries.set(id, entry);
    this.#changed.fire();
    return id;
  }

  /** What it wrote since the last look, the end of it if it is long, and how it ended. `undefined` where this execution has no such command. */
  look(id: number, execution: ExecutionId): BackgroundLook | undefined {
    const entry = this.#of(id, execution);
    if (!entry) return undefined;
    const { unread: text, lostCharacters, exit, isStoppedByPerson } = entry;
    Object.assign(entry, { unread: '', lostCharacters: 0 });
    return { text, lostCharacters, exit, isStoppedByPerson };
  }

  /** Waits until the command has ended or the time is over. */
  async wait(id: number, { timeoutMs }: { readonly timeoutMs: number }, signal: AbortSignal): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry || entry.exit !== null) return;
    const over = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    await Promise.race([entry.ended, new Promise((resolve) => over.addEventListener('abort', resolve, { once: true }))]);
  }

  /** Ends it with everything it started. */
  async stop(id: number): Promise<void> {
    const entry = this.#entries.get(id);
    entry?.controller.abort();
    await entry?.ended;
  }

  async endOf(execution: ExecutionId): Promise<void> {
    const own = [...this.#entries.values()].filter(({ request }) => request.execution === execution);
    await Promise.all(own.map(({ id }) => this.stop(id)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((id) => this.stop(id)));
  }

  async #stopForPerson(id: number): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry?.exit === null) entry.isStoppedByPerson = true;
    await this.stop(id);
  }

  #of(id: number, execution: ExecutionId): Entry | undefined {
    const entry = this.#entries.get(id);
    return entry?.request.execution === execution ? entry : undefined;
  }

  #forgetOld(): void {
    const ended = [...this.#entries.values()].filter(({ exit }) => exit !== null);
    for (const { id } of ended.slice(0, Math.max(0, ended.length - endedLimit))) this.#entries.delete(id);
  }
}

function add(entry: Entry, text: string): void {
  const unread = entry.unread + text;
  const cut = Math.max(0, unread.length - unreadLimit);
  Object.assign(entry, { unread: unread.slice(cut), lostCharacters: entry.lostCharacters + cut, written: (entry.written + text).slice(-shownLimit) });
}
