import type { Question } from '../model/wait.ts';
import type { ExecutionId, ToolCallId } from '../model/ids.ts';

/** One execution that is being worked on in this process. */
export interface LiveExecution {
  readonly signal: AbortSignal;
  readonly isSuspended: () => boolean;
  /** Waits for the person's answer; rejects when the execution is stopped. */
  answerTo(question: Question): Promise<string>;
}

interface Entry {
  readonly controller: AbortController;
  readonly waiting: Map<ToolCallId, (answer: string) => void>;
  isSuspended: boolean;
  done: Promise<void>;
}

/** The executions this process works on: start, suspend, stop, answer. */
export class Executions {
  readonly #entries = new Map<ExecutionId, Entry>();

  /** Begins the work, unless it is under way; then a suspension is taken back. */
  start(id: ExecutionId, work: (execution: LiveExecution) => Promise<void>): void {
    const known = this.#entries.get(id);
    if (known) {
      known.isSuspended = false;
      return;
    }
    const entry: Entry = { controller: new AbortController(), waiting: new Map(), isSuspended: false, done: Promise.resolve() };
    this.#entries.set(id, entry);
    entry.done = work(toLive(entry)).finally(() => this.#entries.delete(id));
  }

  suspend(id: ExecutionId): void {
    const entry = this.#entries.get(id);
    if (entry) entry.isSuspended = true;
  }

  stop(id: ExecutionId): void {
    this.#entries.get(id)?.controller.abort();
  }

  answer(id: ExecutionId, { call, answer }: { readonly call: ToolCallId; readonly answer: string }): void {
    this.#entries.get(id)?.waiting.get(call)?.(answer);
  }

  /** Stops everything and resolves when all of it has ended. */
  async stopAll(): Promise<void> {
    const entries = [...this.#entries.values()];
    for (const { controller } of entries) controller.abort();
    await Promise.allSettled(entries.map(({ done }) => done));
  }
}

function toLive(entry: Entry): LiveExecution {
  const { signal } = entry.controller;
  return {
    signal,
    isSuspended: () => entry.isSuspended,
    answerTo: ({ call }) => new Promise((resolve, reject) => {
      const stop = (): void => reject(new Error('Stopped while waiting for an answer.'));
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      entry.waiting.set(call, (answer) => {
        signal.removeEventListener('abort', stop);
        entry.waiting.delete(call);
        resolve(answer);
      });
    }),
  };
}
