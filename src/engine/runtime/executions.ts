import type { Question } from '../model/wait.ts';
import type { ExecutionId, ToolCallId } from '../model/ids.ts';

/** One execution that is being worked on in this process. */
export interface LiveExecution {
  readonly signal: AbortSignal;
  readonly isSuspended: () => boolean;
  /** Waits for the person's answer; rejects when the execution is stopped. */
  answerTo(question: Question): Promise<string>;
  /** An answer that came before the question was taken up again, once. */
  takeEarlyAnswer(question: Question): string | undefined;
}

interface Entry {
  readonly controller: AbortController;
  readonly waiting: Map<ToolCallId, (answer: string) => void>;
  readonly early: Map<ToolCallId, string>;
  isSuspended: boolean;
  done: Promise<void>;
}

/** The executions this process works on: start, suspend, stop, answer. */
export class Executions {
  readonly #entries = new Map<ExecutionId, Entry>();

  /**
   * Begins the work, unless it is under way; then a suspension is taken back. `ended` is told when the work is over and
   * may be begun again.
   */
  start(id: ExecutionId, work: (execution: LiveExecution) => Promise<void>, ended: () => void): void {
    const known = this.#entries.get(id);
    if (known) {
      known.isSuspended = false;
      return;
    }
    const entry: Entry = { controller: new AbortController(), waiting: new Map(), early: new Map(), isSuspended: false, done: Promise.resolve() };
    this.#entries.set(id, entry);
    entry.done = work(toLive(entry)).finally(() => {
      this.#entries.delete(id);
      ended();
    });
  }

  suspend(id: ExecutionId): void {
    const entry = this.#entries.get(id);
    if (entry) entry.isSuspended = true;
  }

  /** Answers whether there was something to stop. */
  stop(id: ExecutionId): boolean {
    const entry = this.#entries.get(id);
    entry?.controller.abort();
    return entry !== undefined;
  }

  answer(id: ExecutionId, { call, answer }: { readonly call: ToolCallId; readonly answer: string }): void {
    const entry = this.#entries.get(id);
    const deliver = entry?.waiting.get(call);
    if (deliver) deliver(answer);
    else entry?.early.set(call, answer);
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
    takeEarlyAnswer({ call }) {
      const answer = entry.early.get(call);
      entry.early.delete(call);
      return answer;
    },
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
