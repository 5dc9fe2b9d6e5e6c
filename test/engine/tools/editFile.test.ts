import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../src/engine/model/json.ts';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

describe('edit_file', () => {
  let at: Fixture;
  const bytes = (path: string): Buffer => readFileSync(join(at.root, path));
  const edit = (...edits: Json[]): Promise<{ outcome: string; output: string }> => at.call('edit_file', { path: 'a.txt', edits });

  beforeEach(async () => {
    at = await workspaceFixture();
  });
  afterEach(() => at.dispose());

  it('applies all edits in order', async () => {
    at.write('a.txt', 'one two three');
    assert.deepEqual(await edit({ oldText: 'one', newText: '1' }, { oldText: '1 two', newText: '12' }), { outcome: 'ok', output: 'Edited a.txt: 2 edits.' });
    assert.equal(bytes('a.txt').toString(), '12 three');
  });

  it('applies none when one fails', async () => {
    at.write('a.txt', 'one two');
    const result = await edit({ oldText: 'one', newText: '1' }, { oldText: 'three', newText: '3' });
    assert.equal(result.outcome, 'error');
    assert.equal(result.output, 'Edit 2 of 2: oldText was not found. Read the file again and copy the text exactly. Nothing was changed.');
    assert.equal(bytes('a.txt').toString(), 'one two');
  });

  it('refuses a text that occurs more often, with the lines, unless all are meant', async () => {
    at.write('a.txt', 'x\ny\nx\n');
    assert.match((await edit({ oldText: 'x', newText: 'z' })).output, /occurs 2 times \(lines 1, 3\)/);
    assert.equal((await edit({ oldText: 'x', newText: 'z', replaceAll: true })).outcome, 'ok');
    assert.equal(bytes('a.txt').toString(), 'z\ny\nz\n');
  });

  it('handles 10,000 matches', async () => {
    at.write('a.txt', 'ab'.repeat(10_000));
    assert.match((await edit({ oldText: 'ab', newText: 'c' })).output, /occurs 10000 times/);
    await edit({ oldText: 'ab', newText: 'c', replaceAll: true });
    assert.equal(bytes('a.txt').toString(), 'c'.repeat(10_000));
  });

  it('takes replacement text literally', async () => {
    at.write('a.txt', 'a.b');
    await edit({ oldText: '.', newText: "$&$1$'\\n" });
    assert.equal(bytes('a.txt').toString(), "a$&$1$'\\nb");
  });

  it('points to a line that differs in white space only', async () => {
    at.write('a.txt', 'first\n\tif (x)  {\n');
    assert.match((await edit({ oldText: '    if (x) {\n', newText: '' })).output, /Line 2 is like its first line/);
  });

  it('refuses an empty text and a change that changes nothing', async () => {
    at.write('a.txt', 'text');
    assert.match((await edit({ oldText: '', newText: 'x' })).output, /\/edits\/0\/oldText/);
    assert.match((await edit({ oldText: 'text', newText: 'text' })).output, /change nothing/);
  });

  it('matches CRLF by LF and keeps it, byte order mark included', async () => {
    at.write('a.txt', '\ufeffone\r\ntwo\r\nthree\r\n');
    await edit({ oldText: 'one\ntwo', newText: '1\n2' }, { oldText: 'three', newText: '3\n4' });
    assert.deepEqual(bytes('a.txt'), Buffer.from('\ufeff1\r\n2\r\n3\r\n4\r\n'));
  });

  it('leaves mixed line endings alone where it does not edit', async () => {
    at.write('a.txt', 'a\r\nb\nc\r\nd\n');
    await edit({ oldText: 'b\n', newText: 'B\n' });
    assert.deepEqual(bytes('a.txt'), Buffer.from('a\r\nB\nc\r\nd\n'));
  });

  for (const encoding of ['utf-16le', 'utf-16be'] as const) {
    it(`keeps ${encoding}`, async () => {
      const encode = (text: string): Buffer => {
        const little = Buffer.from(`\ufeff${text}`, 'utf16le');
        return encoding === 'utf-16le' ? little : little.swap16();
      };
      at.write('a.txt', encode('grün\nrot\n'));
      await edit({ oldText: 'rot', newText: 'blau 😀' });
      assert.deepEqual(bytes('a.txt'), encode('grün\nblau 😀\n'));
    });
  }

  for (const [name, content] of [['invalid UTF-8', [0x61, 0xff, 0x62]], ['a cut-off character', [0x61, 0xc3]], ['odd UTF-16', [0xff, 0xfe, 0x61]], ['binary', [0x61, 0, 0x62]]] as const) {
    it(`refuses ${name} and changes nothing`, async () => {
      at.write('a.txt', Buffer.from(content));
      const result = await edit({ oldText: 'a', newText: 'b' });
      assert.equal(result.outcome, 'error');
      assert.match(result.output, /left as it is/);
      assert.deepEqual([...bytes('a.txt')], [...content]);
    });
  }

  it('refuses to overwrite what changed since it was read, until it is read again', async () => {
    at.write('a.txt', 'one');
    await at.call('read_file', { path: 'a.txt' });
    writeFileSync(join(at.root, 'a.txt'), 'one, by a person');
    const stale = await edit({ oldText: 'one', newText: '1' });
    assert.equal(stale.outcome, 'error');
    assert.match(stale.output, /stale.*Read it again/);
    assert.equal(bytes('a.txt').toString(), 'one, by a person');
    await at.call('read_file', { path: 'a.txt' });
    assert.equal((await edit({ oldText: 'one', newText: '1' })).outcome, 'ok');
    assert.equal((await edit({ oldText: '1', newText: '2' })).outcome, 'ok');
  });

  it('makes edits that are asked for at once one after the other', async () => {
    at.write('a.txt', Array.from({ length: 20 }, (_, index) => `<${index}>`).join(''));
    await Promise.all(Array.from({ length: 20 }, (_, index) => edit({ oldText: `<${index}>`, newText: '.' })));
    assert.equal(bytes('a.txt').toString(), '.'.repeat(20));
  });

  it('refuses half a surrogate pair, which the file could not hold', async () => {
    at.write('a.txt', 'text');
    assert.match((await edit({ oldText: 'text', newText: '\ud83d' })).output, /\/edits\/0\/newText: .*surrogate/);
  });

  it('says that a missing file is created elsewhere', async () => {
    assert.match((await edit({ oldText: 'a', newText: 'b' })).output, /does not exist. Create it with write_file/);
  });

  it('shows a person what it would change, with nothing hidden', async () => {
    at.write('a.txt', 'x');
    const { intent } = await at.prepare('edit_file', { path: './a.txt', edits: [{ oldText: 'x', newText: 'y\u202e\nz' }] });
    assert.deepEqual(intent, { title: 'edit a.txt', detail: 'a.txt\n@@\n- x\n+ y⟨U+202E⟩\n+ z', subject: { type: 'write', path: 'a.txt', consent: null, diff: '@@\n- x\n+ y⟨U+202E⟩\n+ z' } });
  });
});
