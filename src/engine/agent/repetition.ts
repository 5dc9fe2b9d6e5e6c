import { failed, type Failure } from '../model/failure.ts';
import type { ModelToolCall } from '../model/message.ts';

/** The same calls in the same order this often in a row earn a warning, then end the phase. */
const warnAfter = 3;
const stopAfter = 6;
/** Calls that take turns: one again and again, two back and forth, up to a round of this many. */
const longestRound = 4;

export interface Repetition {
  readonly warning: string | null;
  readonly failure: Failure | null;
}

/** Watches a conversation for the same calls with the same inputs, over and over (SPEC R5). `past` is what was called before. */
export function repetitionOf(past: readonly ModelToolCall[] = []): (call: ModelToolCall) => Repetition {
  const calls: { readonly name: string; readonly key: string }[] = [];
  const take = ({ name, malformed, input }: ModelToolCall): void => {
    calls.push({ name, key: `${name} ${malformed ?? JSON.stringify(input)}` });
    if (calls.length > stopAfter * longestRound) calls.shift();
  };
  past.forEach(take);
  return (call) => {
    take(call);
    for (let length = 1; length <= longestRound; length++) {
      const rounds = roundsOf(calls.map(({ key }) => key), length);
      if (rounds >= warnAfter) return said(calls.slice(-length).map(({ name }) => name), rounds);
    }
    return { warning: null, failure: null };
  };
}

/** How many whole rounds of this length the latest calls are. */
function roundsOf(keys: readonly string[], length: number): number {
  let same = 0;
  while (same + length < keys.length && keys.at(-1 - same) === keys.at(-1 - same - length)) same += 1;
  return 1 + Math.floor(same / length);
}

function said(names: readonly string[], rounds: number): Repetition {
  const what = names.length === 1 ? `this same call ${rounds} times in a row` : `the same ${names.length} calls (${names.join(', ')}) in turns, ${rounds} times over`;
  return {
    warning: `You have made ${what}. Do something else, or submit what you have.`,
    failure: rounds >= stopAfter ? failed('repeated-call', names.length === 1 ? `The model made the same call (${names[0]}) ${rounds} times in a row.` : `The model made ${what}.`) : null,
  };
}
