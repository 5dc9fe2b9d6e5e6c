import assert from 'node:assert/strict';
import { noticeOptions } from '../../../src/extension/views/noticeOptions.ts';

describe('the answers that a notification offers', () => {
  it('are all where there is room for them', () => {
    assert.deepEqual(noticeOptions({ kind: 'question', options: ['red', 'green'] }), ['red', 'green']);
    assert.deepEqual(noticeOptions({ kind: 'approval', options: ['Allow', 'Deny'] }), ['Allow', 'Deny']);
    assert.deepEqual(noticeOptions({ kind: 'question', options: [] }), []);
  });

  it('are the narrowest consent and the refusal, where an approval has more', () => {
    assert.deepEqual(noticeOptions({ kind: 'approval', options: ['Allow', 'Allow in this phase', 'Always allow here', 'Deny'] }), ['Allow', 'Deny']);
  });

  it('are none where a question has more than there is room for', () => {
    assert.deepEqual(noticeOptions({ kind: 'question', options: ['Always in this century', 'A window of fifty years'] }), []);
    assert.deepEqual(noticeOptions({ kind: 'question', options: ['a', 'b', 'c', 'd'] }), []);
  });
});
