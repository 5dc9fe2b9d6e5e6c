import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../src/engine/model/json.ts';
import { proposedChange } from '../../../src/engine/tools/proposedChange.ts';
import { type Fixture, workspaceFixture } from './workspaceFixture.ts';

describe('a change that is proposed', () => {
  let at: Fixture;
  const proposed = (name: string, input: Json) => proposedChange(at.files, { name, input });

  beforeEach(async () => {
    at = await workspaceFixture();
  });
  afterEach(() => at.dispose());

  it('is what the call then makes of the file, in its line endings', async () => {
    at.write('a.txt', 'one\r\ntwo\r\n');
    const calls: readonly (readonly [string, Json])[] = [
      ['edit_file', { path: 'a.txt', edits: [{ oldText: 'one\ntwo', newText: '1\n2' }] }],
      ['write_file', { path: 'a.txt', content: 'three\nfour\n' }],
      ['write_file', { path: 'new/b.txt', content: 'new\n' }],
    ];
    for (const [name, input] of calls) {
      const change = await proposed(name, input);
      assert.ok(change.ok, JSON.stringify(change));
      assert.equal((await at.call(name, input)).outcome, 'ok');
      assert.equal(readFileSync(join(at.root, change.value.path), 'utf8'), change.value.after);
    }
  });

  it('says what was there, and nothing where there was nothing', async () => {
    at.write('a.txt', 'old');
    assert.deepEqual(await proposed('write_file', { path: './a.txt', content: 'new' }), { ok: true, value: { path: 'a.txt', before: 'old', after: 'new' } });
    assert.deepEqual(await proposed('write_file', { path: 'b.txt', content: 'new' }), { ok: true, value: { path: 'b.txt', before: null, after: 'new' } });
  });

  it('names the real place behind a link', async () => {
    mkdirSync(join(at.root, 'real'));
    symlinkSync('real', join(at.root, 'linked'));
    const change = await proposed('write_file', { path: 'linked/a.txt', content: 'x' });
    assert.equal(change.ok ? change.value.path : change.error, 'real/a.txt');
  });

  const refused: readonly (readonly [what: string, name: string, input: Json])[] = [
    ['of another tool', 'run_command', { command: 'rm a.txt' }],
    ['with other arguments', 'write_file', { path: 'a.txt' }],
    ['outside the workspace', 'write_file', { path: '../a.txt', content: 'x' }],
    ['in a place that is never written', 'write_file', { path: '.git/config', content: 'x' }],
    ['of a text that is not there', 'edit_file', { path: 'a.txt', edits: [{ oldText: 'nowhere', newText: 'x' }] }],
    ['of a file that is not there', 'edit_file', { path: 'none.txt', edits: [{ oldText: 'a', newText: 'x' }] }],
    ['of a binary file', 'edit_file', { path: 'binary', edits: [{ oldText: 'a', newText: 'x' }] }],
  ];
  for (const [what, name, input] of refused) {
    it(`is none: a call ${what}`, async () => {
      at.write('a.txt', 'old');
      at.write('binary', new Uint8Array([1, 0, 2]));
      assert.equal((await proposed(name, input)).ok, false);
    });
  }
});
