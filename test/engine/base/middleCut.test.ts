import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutMiddle, middleCut } from '../../../src/engine/base/middleCut.ts';

describe('middleCut', () => {
  it('keeps a text that fits as it is, in whatever pieces it comes', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), (pieces) => {
      const cut = middleCut(2 * Buffer.byteLength(pieces.join('')) + 2);
      pieces.forEach((piece) => cut.add(piece));
      assert.equal(cut.toString(), pieces.join(''));
      assert.equal(cut.isTruncated, false);
    }));
  });

  it('keeps beginning and end, never half a character, and counts what is missing', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 5 }), { minLength: 10 }), fc.integer({ min: 8, max: 60 }), (pieces, limit) => {
      const text = pieces.join('');
      const cut = middleCut(limit);
      pieces.forEach((piece) => cut.add(piece));
      const [, head = '', missing = '', tail = ''] = /^([^]*)\n… (\d+) bytes left out …\n([^]*)$/.exec(cut.toString()) ?? [];
      if (!cut.isTruncated) return assert.equal(cut.toString(), text);
      assert.ok(text.startsWith(head) && text.endsWith(tail));
      assert.ok(Buffer.byteLength(head) <= limit / 2 && Buffer.byteLength(tail) <= limit / 2);
      assert.equal(Number(missing), Buffer.byteLength(text) - Buffer.byteLength(head) - Buffer.byteLength(tail));
    }));
  });

  it('stays small while gigabytes pass', () => {
    const cut = middleCut(10_000);
    const piece = 'x'.repeat(65_536);
    for (let count = 0; count < 2_000; count += 1) cut.add(piece);
    assert.equal(cut.totalBytes, 2_000 * 65_536);
    assert.ok(cut.toString().length < 10_100);
  });

  it('says whether it cut', () => {
    assert.deepEqual(cutMiddle('short', 100), { text: 'short', isCut: false });
    assert.equal(cutMiddle('x'.repeat(101), 100).isCut, true);
  });
});
