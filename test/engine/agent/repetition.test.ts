import assert from 'node:assert/strict';
import fc from 'fast-check';
import { repetitionOf } from '../../../src/engine/agent/repetition.ts';
import type { ModelToolCall } from '../../../src/engine/model/message.ts';

const call = (name: string): ModelToolCall => ({ id: 'c', name, input: { of: name } });
const calls = (names: string): readonly ModelToolCall[] => names.split('').map(call);

/** The place of the first call that is warned of, and of the first that ends the phase; one-based. */
function places(names: string, past = ''): { readonly warned: number; readonly stopped: number } {
  const repetition = repetitionOf(calls(past));
  const seen = calls(names).map(repetition);
  return { warned: 1 + seen.findIndex(({ warning }) => warning !== null), stopped: 1 + seen.findIndex(({ failure }) => failure !== null) };
}

describe('repetition', () => {
  it('warns after three rounds and stops after six, for one call and for calls that take turns', () => {
    assert.deepEqual(places('AAAAAA'), { warned: 3, stopped: 6 });
    assert.deepEqual(places('ABABABABABAB'), { warned: 6, stopped: 12 });
    assert.deepEqual(places('ABCABCABCABCABCABC'), { warned: 9, stopped: 18 });
    assert.deepEqual(places('ABCDABCDABCDABCDABCDABCD'), { warned: 12, stopped: 24 });
    assert.deepEqual(places('AABAABAABAABAABAAB'), { warned: 9, stopped: 18 });
  });

  it('notices when a round begins somewhere in the middle, and counts anew after anything else', () => {
    assert.deepEqual(places('XYBABABABABABA'), { warned: 8, stopped: 14 });
    assert.deepEqual(places('ABABXABABXABABX'), { warned: 0, stopped: 0 });
  });

  it('counts what was called before the phase was taken up again', () => {
    assert.deepEqual(places('AB', 'ABABABABAB'), { warned: 1, stopped: 2 });
  });

  it('names the calls', () => {
    const repetition = repetitionOf(calls('ABABA'));
    assert.match(repetition(call('B')).warning ?? '', /the same 2 calls \(A, B\) in turns, 3 times over/);
  });

  it('takes calls with other inputs for others', () => {
    const repetition = repetitionOf();
    for (let input = 0; input < 50; input++) assert.equal(repetition({ id: 'c', name: 'read', input: { input } }).warning, null);
    assert.equal(repetitionOf(calls('AA'))({ id: 'c', name: 'A', input: null, malformed: '{' }).warning, null);
  });

  it('says nothing of calls among which no round comes three times over', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('A', 'B', 'C', 'D', 'E'), { maxLength: 60 }), (names) => {
      const text = names.join('');
      const { warned } = places(text);
      assert.equal(warned > 0, /(.{1,4})\1\1/.test(text));
    }));
  });
});
