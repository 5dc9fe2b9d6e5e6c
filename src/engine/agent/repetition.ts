import { failed, type Failure } from '../model/failure.ts';
import type { ModelToolCall } from '../model/message.ts';

/** The same call this often in a row earns a warning, then ends the phase. */
const warnAfter = 3;
const stopAfter = 6;

export interface Repetition {
  readonly warning: string | null;
  readonly failure: Failure | null;
}

/** Watches a conversation for the same call with the same input, over and over (SPEC R5). */
export function repetitionOf(): (call: ModelToolCall) => Repetition {
  let last = '';
  let count = 0;
  return (call) => {
    const key = `${call.name} ${call.malformed ?? JSON.stringify(call.input)}`;
    count = key === last ? count + 1 : 1;
    last = key;
    return {
      warning: count >= warnAfter ? `You have made this same call ${count} times in a row. Do something else, or submit what you have.` : null,
      failure: count >= stopAfter ? failed('repeated-call', `The model made the same call (${call.name}) ${count} times in a row.`) : null,
    };
  };
}
