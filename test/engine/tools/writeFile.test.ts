import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolContext, workspaceFixture, type Fixture } from './workspaceFixture.ts';

describe('write_file', () => {
  let at: Fixture;
  const bytes = (path: string): Buffer => readFileSync(join(at.root, path));

  beforeEach(async () => {
    at = await workspaceFixture();
  });
  afterEach(() => at.dispose());

  it('creates a file with its folders, and replaces it', async () => {
    assert.deepEqual(await at.call('write_file', { path: 'a/b/c.txt', content: 'one' }), { outcome: 'ok', output: 'Created a/b/c.txt.' });
    assert.deepEqual(await at.call('write_file', { path: 'a/b/c.txt', content: '' }), { outcome: 'ok', output: 'Replaced a/b/c.txt.' });
    assert.equal(bytes('a/b/c.txt').length, 0);
  });

  it('keeps encoding and line endings of what was there', async () => {
    at.write('crlf.txt', '\ufeffa\r\nb\r\n');
    at.write('wide.txt', Buffer.from('\ufeffa\nb\n', 'utf16le'));
    await at.call('write_file', { path: 'crlf.txt', content: 'c\nd\n' });
    await at.call('write_file', { path: 'wide.txt', content: 'ä\n' });
    assert.deepEqual(bytes('crlf.txt'), Buffer.from('\ufeffc\r\nd\r\n'));
    assert.deepEqual(bytes('wide.txt'), Buffer.from('\ufeffä\n', 'utf16le'));
  });

  it('overwrites neither binary files nor what changed since it was read', async () => {
    at.write('image.png', Buffer.from([1, 0, 2]));
    assert.match((await at.call('write_file', { path: 'image.png', content: 'x' })).output, /binary.*left as it is/);
    at.write('a.txt', 'one');
    await at.call('read_file', { path: 'a.txt' });
    writeFileSync(join(at.root, 'a.txt'), 'two');
    assert.match((await at.call('write_file', { path: 'a.txt', content: 'three' })).output, /stale/);
    assert.equal(bytes('a.txt').toString(), 'two');
  });

  it('writes anew what was deleted since', async () => {
    await at.call('write_file', { path: 'a.txt', content: 'one' });
    rmSync(join(at.root, 'a.txt'));
    assert.equal((await at.call('write_file', { path: 'a.txt', content: 'two' })).output, 'Created a.txt.');
  });

  it('says why it cannot write below a file or over a folder', async () => {
    at.write('a.txt', '');
    mkdirSync(join(at.root, 'folder'));
    assert.match((await at.call('write_file', { path: 'a.txt/b.txt', content: 'x' })).output, /"a.txt" is not a folder/);
    assert.match((await at.call('write_file', { path: 'folder', content: 'x' })).output, /folder is a folder/);
  });

  it('does nothing when the folder leads elsewhere by the time it runs', async () => {
    mkdirSync(join(at.root, 'folder'));
    const prepared = await at.prepare('write_file', { path: 'folder/a.txt', content: 'x' });
    rmSync(join(at.root, 'folder'), { recursive: true });
    symlinkSync(at.outside, join(at.root, 'folder'));
    const result = await prepared.run(toolContext, new AbortController().signal);
    assert.equal(result.outcome, 'error');
    assert.equal(existsSync(join(at.outside, 'a.txt')), false);
  });

  it('does nothing when the path means another file by the time it runs', async () => {
    at.write('one/a.txt', 'one');
    at.write('two/a.txt', 'two');
    symlinkSync('one', join(at.root, 'current'));
    const prepared = await at.prepare('write_file', { path: 'current/a.txt', content: 'x' });
    assert.equal(prepared.intent.title, 'replace one/a.txt');
    rmSync(join(at.root, 'current'));
    symlinkSync('two', join(at.root, 'current'));
    assert.match((await prepared.run(toolContext, new AbortController().signal)).output, /leads somewhere else/);
    assert.deepEqual([bytes('one/a.txt').toString(), bytes('two/a.txt').toString()], ['one', 'two']);
  });

  it('shows a person what would change, with nothing hidden', async () => {
    at.write('a.txt', 'one\ntwo\nthree\n');
    const { intent } = await at.prepare('write_file', { path: 'a.txt', content: 'one\n2\u200b\nthree\n' });
    assert.deepEqual(intent, { title: 'replace a.txt', detail: 'a.txt\n@@ line 2 @@\n- two\n+ 2⟨U+200B⟩', subject: { type: 'write', path: 'a.txt', consent: null, diff: '@@ line 2 @@\n- two\n+ 2⟨U+200B⟩' } });
    const created = await at.prepare('write_file', { path: 'b.txt', content: 'x' });
    assert.deepEqual(created.intent, { title: 'create b.txt', detail: 'b.txt\n@@ line 1 @@\n+ x', subject: { type: 'write', path: 'b.txt', consent: null, diff: '@@ line 1 @@\n+ x' } });
  });

  it('preparing writes nothing', async () => {
    await at.prepare('write_file', { path: 'a/b.txt', content: 'x' });
    assert.equal(existsSync(join(at.root, 'a')), false);
  });
});
