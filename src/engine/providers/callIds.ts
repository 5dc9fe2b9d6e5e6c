import type { RawCall } from './callArguments.ts';

/** Each call once, under an id of its own: a second call under a used id is dropped when it says the same, and renamed when it does not. */
export function withOwnIds<Call extends RawCall>(calls: readonly Call[], newId: (ordinal: number) => string): readonly Call[] {
  const byId = new Map<string, Call>();
  for (const [ordinal, call] of calls.entries()) {
    const same = byId.get(call.id);
    if (same?.name === call.name && same.argumentsText === call.argumentsText) continue;
    const id = call.id === '' || same !== undefined ? newId(ordinal) : call.id;
    byId.set(id, { ...call, id });
  }
  return [...byId.values()];
}
