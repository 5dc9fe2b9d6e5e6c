import type { RunEvent } from '../../model/fact.ts';
import type { ToolCallId } from '../../model/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExecutionRecord } from './executionRecord.ts';
import { endingFailure, isOutOfTime } from './recordedEnding.ts';

/** Time as the record has it: it passes while a tool call runs, for as long as it ran then, and at no other moment. */
export interface RecordedClock extends Clock {
  /** Called before the next event comes about, once or more. */
  advance(): Promise<void>;
}

export function recordedClock(record: ExecutionRecord): RecordedClock {
  let nowMs = 0;
  /** Readings that still belong to the time before `nowMs`. */
  let readingsBefore = 0;
  let started: ToolCallId | null = null;
  let retryMs: number | null = null;
  let deadlines: (() => void)[] = [];
  let known: RunEvent | undefined;

  const pass = (next: RunEvent | undefined): void => {
    // A call that an earlier process announced and this one asks about is timed from before its question.
    const begun = next?.type === 'tool-started' ? next.call : next?.type === 'question-asked' ? next.question.call : null;
    if (begun !== null && begun !== started) {
      nowMs = 0;
      started = begun;
    }
    if (next?.type !== 'tool-finished') return;
    // A call that an earlier process announced is timed from when it is taken up: after the deadline, if that is set just now.
    if (next.call !== started) readingsBefore = known === undefined ? 2 : 1;
    nowMs = next.durationMs;
  };

  return {
    now: () => nowMs,
    monotonicMs() {
      if (readingsBefore === 0) return nowMs;
      readingsBefore -= 1;
      return 0;
    },
    sleep: (ms, signal) => new Promise((resolve) => {
      if (signal.aborted || ms === retryMs) {
        retryMs = null;
        return resolve();
      }
      signal.addEventListener('abort', () => resolve(), { once: true });
      deadlines.push(resolve);
    }),
    async advance() {
      const next = record.next();
      if (next === known) return;
      pass(next);
      known = next;
      const previous = record.next(-1);
      retryMs = previous?.type === 'turn-retried' ? previous.delayMs : null;
      if (!isOutOfTime(endingFailure(next))) return;
      for (const passed of deadlines) passed();
      deadlines = [];
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
