import type { Fact, RunEvent, RunEventOf } from '../../model/fact.ts';
import type { ExecutionId, ToolCallId } from '../../model/ids.ts';

export interface RecordedResult {
  readonly finished: RunEventOf<'tool-finished'>;
  /** What the model was told; `null` where the call ended the conversation. */
  readonly message: RunEventOf<'message-added'> | null;
}

/** The facts that one execution brought about, and how far its replay has come. */
export interface ExecutionRecord {
  /** The event that must come next, or the one `ahead` of it. */
  next(ahead?: number): RunEvent | undefined;
  /** The next event came about again. */
  step(): void;
  resultOf(call: ToolCallId): RecordedResult | null;
  /** Whether a tool of this name did something here. */
  hasRun(name: string): boolean;
  /** Names of the tools that did something here. */
  readonly ran: readonly string[];
}

export function executionRecord(facts: readonly Fact[], execution: ExecutionId): ExecutionRecord {
  const events = facts.flatMap(({ event }) => ('execution' in event && event.execution === execution && isItsOwn(event) ? [event] : []));
  const ran = [...new Set(events.flatMap((event) => (event.type === 'tool-started' ? [event.name] : [])))];
  let at = 0;
  return {
    ran,
    next: (ahead = 0) => events[at + ahead],
    step: () => { at += 1; },
    resultOf(call) {
      const place = events.findIndex((event) => event.type === 'tool-finished' && event.call === call);
      const finished = events[place];
      if (finished?.type !== 'tool-finished') return null;
      const message = events.slice(place + 1, place + 3).find((event) => event.type === 'message-added');
      return { finished, message: message?.type === 'message-added' && message.role === 'tool' ? message : null };
    },
    hasRun: (name) => ran.includes(name),
  };
}

/** An execution starts, is answered and is decided on by others. */
function isItsOwn({ type }: RunEvent): boolean {
  return !ofOthers.includes(type);
}

const ofOthers: readonly RunEvent['type'][] = ['phase-started', 'review-started', 'question-answered', 'baseline-taken', 'review-decided'];
