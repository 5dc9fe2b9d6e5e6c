import { assert } from '../../base/assert.ts';
import type { Fact, RunEvent } from '../../model/fact.ts';
import type { RunId } from '../../model/ids.ts';
import { schedule } from '../../workflow/schedule.ts';
import { initialState } from '../../workflow/transition.ts';
import { ReplayedRun } from './replayedRun.ts';
import type { ReplayPorts } from './replayPorts.ts';

export type ReplayOutcome =
  | { readonly type: 'same'; readonly facts: number }
  /** `produced` is `null` where nothing came about in place of what was recorded, or something was due and was never recorded. */
  | { readonly type: 'different'; readonly seq: number; readonly recorded: RunEvent | null; readonly produced: RunEvent | null };

/**
 * Brings a recorded run about again (SPEC R14): models, tools and people answer from the record; prompts, conversations, output
 * gates, schedule and state machine are run anew. Every fact that comes about must equal the recorded one, byte for byte.
 * Contacts nothing and changes nothing.
 */
export async function replayRun(ports: ReplayPorts, id: RunId): Promise<ReplayOutcome> {
  const facts = await ports.store.facts(id);
  const [first] = facts;
  assert(first, `run ${id} has facts`);
  const run = new ReplayedRun(ports, facts, initialState(first));
  for (const fact of facts.slice(1)) {
    const produced = await run.produce(fact);
    if (!isSame(produced, fact)) return { type: 'different', seq: fact.seq, recorded: fact.event, produced };
    await run.advance(fact);
  }
  const [missing] = schedule(run.state);
  return missing ? { type: 'different', seq: facts.length + 1, recorded: null, produced: missing } : { type: 'same', facts: facts.length };
}

function isSame(produced: RunEvent | null, { event }: Fact): boolean {
  return produced !== null && canonical(produced) === canonical(event);
}

/** JSON with its keys in order: the bytes that a fact stands for, whatever order its parts were put together in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    (typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part));
}
