import assert from 'node:assert/strict';
import { redaction } from '../../../src/engine/base/redaction.ts';
import { withoutKeys } from '../../../src/engine/agent/withoutKeys.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { TurnEvent } from '../../../src/engine/ports/languageModel.ts';
import { someUsage } from './scriptedModel.ts';

const key = 'canary-key-71';

describe('a model’s words', () => {
  it('have no key in them, however it is cut into pieces', async () => {
    const text = `one ${key} two ${key}${key} canary-`;
    for (let size = 1; size < text.length; size += 1) {
      const pieces = text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
      const said = await heard(pieces.map((piece) => ({ type: 'text-delta', text: piece })));
      assert.equal(said.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''), 'one [redacted] two [redacted][redacted] canary-');
      assert.ok(said.every((event) => event.type === 'text-delta' && !event.text.includes(key)));
    }
  });

  it('keep their order, and what is held back comes before what follows', async () => {
    const end: TurnEvent = { type: 'turn-end', reason: 'stop', usage: someUsage };
    assert.deepEqual(await heard([{ type: 'text-delta', text: 'see can' }, end]), [{ type: 'text-delta', text: 'see ' }, { type: 'text-delta', text: 'can' }, end]);
  });

  it('have none in arguments, in what goes back to the vendor, or in failures', async () => {
    const said = await heard([
      { type: 'tool-call', call: { id: 'c', name: 'n', input: { [key]: [key, 1, null, { deep: `-${key}-` }] } } },
      { type: 'tool-call', call: { id: 'd', name: 'n', input: null, malformed: `{"a":"${key}` } },
      { type: 'turn-end', reason: 'stop', usage: someUsage, opaque: [{ text: key }] },
      { type: 'turn-failed', failure: failed('auth', `The key ${key} was refused.`) },
    ]);
    assert.ok(!JSON.stringify(said).includes(key));
    assert.equal(JSON.stringify(said).split('[redacted]').length, 7);
  });
});

async function heard(events: readonly TurnEvent[]): Promise<readonly TurnEvent[]> {
  const stream = async function* (): AsyncGenerator<TurnEvent> {
    yield* events;
  };
  const said: TurnEvent[] = [];
  for await (const event of withoutKeys(stream(), redaction(() => [key]))) said.push(event);
  return said;
}
