import assert from 'node:assert/strict';
import { nodeIds } from '../../../src/engine/node/nodeIds.ts';

describe('nodeIds', () => {
  it('makes ids that sort in the order they were made, even in one millisecond and when the clock goes back', () => {
    const times = [5, 5, 5, 6, 4, 7];
    const ids = nodeIds(() => times.shift() ?? 7);
    const made = Array.from({ length: 1_000 }, () => ids.next());
    assert.deepEqual(made.toSorted(), made);
    assert.equal(new Set(made).size, made.length);
  });

  it('writes the time first, so that ids of two processes sort by time', () => {
    assert.ok(nodeIds(() => 1_000).next() < nodeIds(() => 1_001).next());
    assert.match(nodeIds().next(), /^[0-9a-z]{26}$/);
  });

  it('hashes the UTF-8 bytes with SHA-256', () => {
    assert.equal(nodeIds().hash('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(nodeIds().hash('ä'), '33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc');
  });
});
