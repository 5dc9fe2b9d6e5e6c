import { crossedByMessage } from '../../model/toolCall.ts';
import type { Steering } from '../../ports/steering.ts';
import type { ExecutionRecord } from './executionRecord.ts';

/** What a person had written by then, as the model was told of it; `written` is all that the replay has come across. */
export function recordedSteering(record: ExecutionRecord, written: () => readonly string[]): Steering {
  return {
    given(call) {
      const next = record.next();
      const finished = call && record.resultOf(call)?.finished;
      if (finished) return 'text' in finished.output && finished.output.text === crossedByMessage ? written() : [];
      return next?.type === 'message-added' ? written().slice(0, next.steering ?? 0) : [];
    },
  };
}
