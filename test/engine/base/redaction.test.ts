import assert from 'node:assert/strict';
import { redaction, shapesOnly } from '../../../src/engine/base/redaction.ts';

describe('redaction', () => {
  it('knows the keys that come to be known later', () => {
    const known: string[] = [];
    const { keys, all } = redaction(() => known);
    assert.equal(keys('canary-one'), 'canary-one');
    known.push('canary-one');
    assert.deepEqual([keys('a canary-one b'), all('a canary-one b')], ['a [redacted] b', 'a [redacted] b']);
  });

  it('leaves shapes alone where only its own keys are meant', () => {
    const text = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';
    assert.deepEqual([redaction(() => []).keys(text), shapesOnly.all(text)], [text, '[redacted]']);
  });

  it('changes nothing more when it is applied twice', () => {
    const { all } = redaction(() => ['canary-key-7']);
    const once = all('PASSWORD=hunter2hunter2 canary-key-7 https://a:pass1@b/ Bearer abcdefghijklmnop1234');
    assert.equal(all(once), once);
  });

  it('says how much of an end may begin a key', () => {
    const { openEnd } = redaction(() => ['canary-key-7']);
    assert.deepEqual(['', 'x', 'my can', 'canary-key-', 'canary-key-7', 'cancan'].map(openEnd), [0, 0, 3, 11, 0, 3]);
  });
});
