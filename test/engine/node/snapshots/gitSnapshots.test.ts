import assert from 'node:assert/strict';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitSnapshots } from '../../../../src/engine/node/snapshots/gitSnapshots.ts';
import { errorOf, fingerprint, git, quietLog, scratch, type Scratch, stateOf, valueOf } from './scratch.ts';

describe('workspace snapshots', function () {
  this.timeout(30_000);
  let it_: Scratch;
  const put = (path: string, content: string | Buffer = path): void => {
    mkdirSync(join(it_.workspace, path, '..'), { recursive: true });
    writeFileSync(join(it_.workspace, path), content);
  };
  const read = (path: string): string => readFileSync(join(it_.workspace, path), 'utf8');
  const take = async (): Promise<string> => valueOf(await it_.snapshots.take());

  beforeEach(() => { it_ = scratch(); });
  afterEach(() => it_.remove());

  it('name the content: the same files give the same id, also after a restart', async () => {
    put('a.txt');
    const id = await take();
    assert.equal(await take(), id);
    put('b.txt');
    assert.notEqual(await take(), id);
    rmSync(join(it_.workspace, 'b.txt'));
    assert.equal(valueOf(await it_.reopen().take()), id);
  });

  it('work on an empty folder', async () => {
    const empty = await take();
    put('a.txt');
    assert.deepEqual(valueOf(await it_.snapshots.restore(empty)).changed, [{ path: 'a.txt', kind: 'deleted' }]);
    assert.deepEqual([...stateOf(it_.workspace)], []);
  });

  it('say what restoring would do, do exactly that, and undo it', async () => {
    for (const path of ['same', 'changed', 'deep/down/gone', 'mode']) put(path);
    const id = await take();
    put('changed', 'other');
    put('new/one', 'new');
    rmSync(join(it_.workspace, 'deep'), { recursive: true });
    chmodSync(join(it_.workspace, 'mode'), 0o700);
    const [edited, same] = [stateOf(it_.workspace), lstatSync(join(it_.workspace, 'same'))];

    const preview = valueOf(await it_.snapshots.preview(id));
    assert.deepEqual(preview, {
      changes: [{ path: 'changed', kind: 'changed' }, { path: 'deep/down/gone', kind: 'added' }, { path: 'mode', kind: 'changed' }, { path: 'new/one', kind: 'deleted' }],
      skipped: [],
    });
    assert.deepEqual(stateOf(it_.workspace), edited, 'a preview changes nothing');

    const { safety, changed, skipped } = valueOf(await it_.snapshots.restore(id));
    assert.deepEqual({ changes: changed, skipped }, preview);
    assert.equal(await take(), id);
    assert.equal(existsSync(join(it_.workspace, 'new')), false);
    assert.deepEqual([lstatSync(join(it_.workspace, 'same')).ino, lstatSync(join(it_.workspace, 'same')).ctimeMs], [same.ino, same.ctimeMs], 'what is the same is not touched');

    valueOf(await it_.snapshots.restore(safety));
    assert.deepEqual(stateOf(it_.workspace), edited);
  });

  it('give the text of a file, nothing for one that is not there, and an error for binary content', async () => {
    put('ä/line\nbreak "quoted".txt', 'grüße');
    put('binary', Buffer.from([1, 0, 255]));
    const id = await take();
    put('ä/line\nbreak "quoted".txt', 'other');
    assert.equal(valueOf(await it_.snapshots.textAt(id, 'ä/line\nbreak "quoted".txt')), 'grüße');
    assert.equal(valueOf(await it_.snapshots.textAt(id, 'nowhere')), null);
    assert.match(errorOf(await it_.snapshots.textAt(id, 'binary')), /binary is not text/);
  });

  it('keep permissions exactly, of deleted files too', async () => {
    put('secretive');
    put('script');
    chmodSync(join(it_.workspace, 'secretive'), 0o600);
    chmodSync(join(it_.workspace, 'script'), 0o750);
    const before = stateOf(it_.workspace);
    const id = await take();
    rmSync(join(it_.workspace, 'secretive'));
    chmodSync(join(it_.workspace, 'script'), 0o644);
    valueOf(await it_.snapshots.restore(id));
    assert.deepEqual(stateOf(it_.workspace), before);
  });

  it('see a change that keeps size and time', async () => {
    put('a', 'one');
    await take();
    const { atime, mtime } = lstatSync(join(it_.workspace, 'a'));
    const first = await take();
    put('a', 'two');
    (await import('node:fs')).utimesSync(join(it_.workspace, 'a'), atime, mtime);
    assert.notEqual(await take(), first);
  });

  it('bring file names through that are no text', async () => {
    const name = Buffer.from([0x66, 0xff, 0x0a, 0x22, 0x5c]);
    const path = Buffer.concat([Buffer.from(`${it_.workspace}/`), name]);
    writeFileSync(path, 'odd');
    const id = await take();
    rmSync(path);
    assert.deepEqual(valueOf(await it_.snapshots.restore(id)).changed, [{ path: 'f\\xff\n"\\', kind: 'added' }]);
    assert.equal(readFileSync(path, 'utf8'), 'odd');
    assert.equal(valueOf(await it_.snapshots.textAt(id, 'f\\xff\n"\\')), 'odd');
  });

  it('leave secrets, large files and unreadable ones out and say so', async () => {
    for (const path of ['.env', 'certs/server.PEM', '.env.example', 'a']) put(path, 'first');
    put('large', '');
    truncateSync(join(it_.workspace, 'large'), 65 * 1024 * 1024);
    const id = await take();
    assert.deepEqual(valueOf(await it_.snapshots.leftOut(id)), [{ path: '.env', reason: 'secret' }, { path: 'certs/server.PEM', reason: 'secret' }, { path: 'large', reason: 'too-large' }]);
    for (const path of ['.env', '.env.example', 'large']) put(path, 'second');

    const { changed, skipped } = valueOf(await it_.snapshots.restore(id));
    assert.deepEqual(changed, [{ path: '.env.example', kind: 'changed' }]);
    assert.deepEqual(skipped, [{ path: 'large', reason: 'left-out' }]);
    assert.deepEqual([read('.env'), read('large')], ['second', 'second']);
  });

  it('refuse a folder inside the workspace, and ids that are none', async () => {
    const inside = gitSnapshots({ workspace: it_.workspace, folder: join(it_.workspace, 'store'), log: quietLog, timeLimitMs: 1_000 });
    assert.match(errorOf(await inside.take()), /inside the workspace/);
    for (const id of ['', '--upload-pack=x', 'HEAD', '0'.repeat(40)]) {
      assert.match(errorOf(await it_.snapshots.restore(id)), /not the id|not there any more/);
      assert.match(errorOf(await it_.snapshots.preview(id)), /not the id|not there any more/);
    }
  });

  it('end with an explanation when the time is over', async () => {
    const hasty = gitSnapshots({ workspace: it_.workspace, folder: it_.folder, log: quietLog, timeLimitMs: 1 });
    assert.match(errorOf(await hasty.take()), /longer than 0.001 seconds/);
  });

  it('say that Git is missing, and work once it is there', async () => {
    const path = process.env['PATH'];
    try {
      process.env['PATH'] = it_.home;
      const without = it_.reopen();
      assert.match(errorOf(await without.isAvailable()), /Git was not found\. Install it/);
      assert.match(errorOf(await without.take()), /Git was not found/);
    } finally {
      process.env['PATH'] = path;
    }
    assert.equal(valueOf(await it_.reopen().isAvailable()).timeLimitMs, 60_000);
  });

  it('forget all others and free their space', async () => {
    put('a', 'x'.repeat(1_000));
    const first = await take();
    put('a', 'y'.repeat(1_000));
    const second = await take();
    put('a', 'z');
    const third = await take();
    assert.equal(valueOf(await it_.snapshots.forget([first, third])), 1);
    assert.match(errorOf(await it_.snapshots.restore(second)), /not there any more/);
    valueOf(await it_.snapshots.restore(first));
    assert.equal(read('a'), 'x'.repeat(1_000));
    assert.equal(await take(), first);
  });

  it('survive a damaged index and leftovers of a killed process', async () => {
    put('a', 'one');
    const id = await take();
    put('a', 'two');
    writeFileSync(join(it_.folder, 'repository/index'), 'garbage');
    for (const lock of ['index.lock', 'packed-refs.lock', 'refs/phasegate/x.lock', 'work-index', 'work-index.lock']) writeFileSync(join(it_.folder, 'repository', lock), '');
    const again = it_.reopen();
    valueOf(await again.restore(id));
    assert.equal(read('a'), 'one');
    assert.equal(valueOf(await again.forget([id])), 1);
  });

  describe('and symlinks', () => {
    it('are kept as symlinks and never followed', async () => {
      const outside = join(it_.home, 'outside');
      mkdirSync(outside);
      writeFileSync(join(outside, 'file'), 'outside');
      symlinkSync(outside, join(it_.workspace, 'link'));
      symlinkSync('nowhere', join(it_.workspace, 'dangling'));
      const id = await take();
      const before = stateOf(it_.home, (path) => path !== 'snapshots');
      rmSync(join(it_.workspace, 'link'));
      rmSync(join(it_.workspace, 'dangling'));
      symlinkSync('elsewhere', join(it_.workspace, 'dangling'));
      valueOf(await it_.snapshots.restore(id));
      assert.deepEqual(stateOf(it_.home, (path) => path !== 'snapshots'), before);
      assert.equal(valueOf(await it_.snapshots.textAt(id, 'link/file')), null);
    });

    it('stay, reported, in the place of a file or a folder that was saved', async () => {
      const outside = join(it_.home, 'outside');
      mkdirSync(outside);
      for (const name of ['file', 'one', 'two']) writeFileSync(join(outside, name), 'outside');
      put('file', 'inside');
      put('folder/one', 'inside');
      put('folder/two', 'inside');
      const id = await take();
      rmSync(join(it_.workspace, 'file'));
      rmSync(join(it_.workspace, 'folder'), { recursive: true });
      symlinkSync(join(outside, 'file'), join(it_.workspace, 'file'));
      symlinkSync(outside, join(it_.workspace, 'folder'));
      const expected = ['file', 'folder', 'folder/one', 'folder/two'].map((path) => ({ path, reason: 'became-symlink' }));

      assert.deepEqual(valueOf(await it_.snapshots.preview(id)), { changes: [], skipped: expected });
      assert.deepEqual(valueOf(await it_.snapshots.restore(id)).skipped, expected);
      assert.equal(readlinkSync(join(it_.workspace, 'folder')), outside);
      assert.deepEqual([...stateOf(outside).keys()].map((name) => readFileSync(join(outside, name), 'utf8')), ['outside', 'outside', 'outside']);
    });
  });

  it('let a file take the place of a folder, and the other way round', async () => {
    put('x', 'file');
    put('y/inside/deep', 'folder');
    const [id, before] = [await take(), stateOf(it_.workspace)];
    rmSync(join(it_.workspace, 'x'));
    rmSync(join(it_.workspace, 'y'), { recursive: true });
    put('x/now/folder');
    put('y', 'now a file');
    const edited = stateOf(it_.workspace);
    const { safety, skipped } = valueOf(await it_.snapshots.restore(id));
    assert.deepEqual([skipped, stateOf(it_.workspace)], [[], before]);
    valueOf(await it_.snapshots.restore(safety));
    assert.deepEqual(stateOf(it_.workspace), edited);
  });

  it('do not touch the Git data of the workspace', async () => {
    git(it_.workspace, 'init', '-q');
    put('a', 'one');
    put('b', 'one');
    git(it_.workspace, 'add', '.');
    git(it_.workspace, 'commit', '-qm', 'first');
    put('b', 'staged');
    git(it_.workspace, 'add', 'b');
    const before = fingerprint(join(it_.workspace, '.git'));
    const id = await take();
    for (const path of ['a', 'b', 'c']) put(path, 'two');
    valueOf(await it_.snapshots.preview(id));
    const { safety } = valueOf(await it_.snapshots.restore(id));
    valueOf(await it_.snapshots.restore(safety));
    valueOf(await it_.snapshots.forget([safety]));
    assert.equal(fingerprint(join(it_.workspace, '.git')), before);
  });
});
