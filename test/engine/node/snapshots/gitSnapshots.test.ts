import assert from 'node:assert/strict';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitSnapshots } from '../../../../src/engine/node/snapshots/gitSnapshots.ts';
import { errorOf, fingerprint, git, quietLog, scratch, type Scratch, stateOf, valueOf } from './scratch.ts';

describe('workspace snapshots', function () {
  this.timeout(30_000);
  let place: Scratch;
  const put = (path: string, content: string | Buffer = path): void => {
    mkdirSync(join(place.workspace, path, '..'), { recursive: true });
    writeFileSync(join(place.workspace, path), content);
  };
  const read = (path: string): string => readFileSync(join(place.workspace, path), 'utf8');
  const take = async (): Promise<string> => valueOf(await place.snapshots.take());

  beforeEach(() => { place = scratch(); });
  afterEach(() => place.remove());

  it('name the content: the same files give the same id, also after a restart', async () => {
    put('a.txt');
    const id = await take();
    assert.equal(await take(), id);
    put('b.txt');
    assert.notEqual(await take(), id);
    rmSync(join(place.workspace, 'b.txt'));
    assert.equal(valueOf(await place.reopen().take()), id);
  });

  it('work on an empty folder', async () => {
    const empty = await take();
    put('a.txt');
    assert.deepEqual(valueOf(await place.snapshots.restore(empty)).changed, [{ path: 'a.txt', kind: 'deleted' }]);
    assert.deepEqual([...stateOf(place.workspace)], []);
  });

  it('say what restoring would do, do exactly that, and undo it', async () => {
    for (const path of ['same', 'changed', 'deep/down/gone', 'mode']) put(path);
    const id = await take();
    put('changed', 'other');
    put('new/one', 'new');
    rmSync(join(place.workspace, 'deep'), { recursive: true });
    chmodSync(join(place.workspace, 'mode'), 0o700);
    const [edited, same] = [stateOf(place.workspace), lstatSync(join(place.workspace, 'same'))];

    const preview = valueOf(await place.snapshots.preview(id));
    assert.deepEqual(preview, {
      changes: [{ path: 'changed', kind: 'changed' }, { path: 'deep/down/gone', kind: 'added' }, { path: 'mode', kind: 'changed' }, { path: 'new/one', kind: 'deleted' }],
      skipped: [],
    });
    assert.deepEqual(stateOf(place.workspace), edited, 'a preview changes nothing');

    const { safety, changed, skipped } = valueOf(await place.snapshots.restore(id));
    assert.deepEqual({ changes: changed, skipped }, preview);
    assert.equal(await take(), id);
    assert.equal(existsSync(join(place.workspace, 'new')), false);
    assert.deepEqual([lstatSync(join(place.workspace, 'same')).ino, lstatSync(join(place.workspace, 'same')).ctimeMs], [same.ino, same.ctimeMs], 'what is the same is not touched');

    valueOf(await place.snapshots.restore(safety));
    assert.deepEqual(stateOf(place.workspace), edited);
  });

  it('say what became different between two of them, whatever the workspace is now', async () => {
    for (const path of ['same', 'changed', 'gone', 'mode']) put(path);
    const before = await take();
    put('changed', 'other');
    put('new/ö', 'new');
    rmSync(join(place.workspace, 'gone'));
    chmodSync(join(place.workspace, 'mode'), 0o755);
    const after = await take();
    put('changed', 'yet another');
    assert.deepEqual(valueOf(await place.snapshots.between(before, after)), [
      { path: 'changed', kind: 'changed' }, { path: 'gone', kind: 'deleted' }, { path: 'mode', kind: 'changed' }, { path: 'new/ö', kind: 'added' },
    ]);
    assert.deepEqual(valueOf(await place.snapshots.between(after, after)), []);
    assert.match(errorOf(await place.snapshots.between(before, '0'.repeat(40))), /not there any more/);
    assert.match(errorOf(await place.snapshots.between('HEAD', after)), /not the id of a snapshot/);
  });

  it('give the text of a file, nothing for one that is not there, and an error for binary content', async () => {
    put('ä/line\nbreak "quoted".txt', 'grüße');
    put('binary', Buffer.from([1, 0, 255]));
    const id = await take();
    put('ä/line\nbreak "quoted".txt', 'other');
    assert.equal(valueOf(await place.snapshots.textAt(id, 'ä/line\nbreak "quoted".txt')), 'grüße');
    assert.equal(valueOf(await place.snapshots.textAt(id, 'nowhere')), null);
    assert.match(errorOf(await place.snapshots.textAt(id, 'binary')), /binary is not text/);
  });

  it('keep permissions exactly, of deleted files too', async () => {
    put('secretive');
    put('script');
    chmodSync(join(place.workspace, 'secretive'), 0o600);
    chmodSync(join(place.workspace, 'script'), 0o750);
    const before = stateOf(place.workspace);
    const id = await take();
    rmSync(join(place.workspace, 'secretive'));
    chmodSync(join(place.workspace, 'script'), 0o644);
    valueOf(await place.snapshots.restore(id));
    assert.deepEqual(stateOf(place.workspace), before);
  });

  it('see a change that keeps size and time', async () => {
    put('a', 'one');
    await take();
    const { atime, mtime } = lstatSync(join(place.workspace, 'a'));
    const first = await take();
    put('a', 'two');
    utimesSync(join(place.workspace, 'a'), atime, mtime);
    assert.notEqual(await take(), first);
  });

  it('bring file names through that are no text', async () => {
    const name = Buffer.from([0x66, 0xff, 0x0a, 0x22, 0x5c]);
    const path = Buffer.concat([Buffer.from(`${place.workspace}/`), name]);
    writeFileSync(path, 'odd');
    const id = await take();
    rmSync(path);
    assert.deepEqual(valueOf(await place.snapshots.restore(id)).changed, [{ path: 'f\\xff\n"\\', kind: 'added' }]);
    assert.equal(readFileSync(path, 'utf8'), 'odd');
    assert.equal(valueOf(await place.snapshots.textAt(id, 'f\\xff\n"\\')), 'odd');
  });

  it('leave secrets and large files out and say so', async () => {
    for (const path of ['.env', 'certs/server.PEM', '.env.example', 'a']) put(path, 'first');
    put('large', '');
    truncateSync(join(place.workspace, 'large'), 65 * 1024 * 1024);
    const id = await take();
    assert.deepEqual(valueOf(await place.snapshots.leftOut(id)), [{ path: '.env', reason: 'secret' }, { path: 'certs/server.PEM', reason: 'secret' }, { path: 'large', reason: 'too-large' }]);
    for (const path of ['.env', '.env.example', 'large']) put(path, 'second');

    const { changed, skipped } = valueOf(await place.snapshots.restore(id));
    assert.deepEqual(changed, [{ path: '.env.example', kind: 'changed' }]);
    assert.deepEqual(skipped, [{ path: 'large', reason: 'left-out' }]);
    assert.deepEqual([read('.env'), read('large')], ['second', 'second']);
  });

  it('refuse a folder inside the workspace, and ids that are none', async () => {
    const inside = gitSnapshots({ workspace: place.workspace, folder: join(place.workspace, 'store'), log: quietLog, timeLimitMs: 1_000 });
    assert.match(errorOf(await inside.take()), /inside the workspace/);
    for (const id of ['', '--upload-pack=x', 'HEAD', '0'.repeat(40)]) {
      assert.match(errorOf(await place.snapshots.restore(id)), /not the id|not there any more/);
      assert.match(errorOf(await place.snapshots.preview(id)), /not the id|not there any more/);
    }
  });

  it('end with an explanation when the time is over', async () => {
    const hasty = gitSnapshots({ workspace: place.workspace, folder: place.folder, log: quietLog, timeLimitMs: 1 });
    assert.match(errorOf(await hasty.take()), /longer than 0.001 seconds/);
  });

  it('say that Git is missing, and work once it is there', async () => {
    const path = process.env['PATH'];
    try {
      process.env['PATH'] = place.home;
      const without = place.reopen();
      assert.match(errorOf(await without.isAvailable()), /Git was not found\. Install it/);
      assert.match(errorOf(await without.take()), /Git was not found/);
    } finally {
      process.env['PATH'] = path;
    }
    assert.equal(valueOf(await place.reopen().isAvailable()).timeLimitMs, 60_000);
  });

  it('forget all others and free their space', async () => {
    put('a', 'x'.repeat(1_000));
    const first = await take();
    put('a', 'y'.repeat(1_000));
    const second = await take();
    put('a', 'z');
    const third = await take();
    assert.equal(valueOf(await place.snapshots.forget([first, third])), 1);
    assert.match(errorOf(await place.snapshots.restore(second)), /not there any more/);
    valueOf(await place.snapshots.restore(first));
    assert.equal(read('a'), 'x'.repeat(1_000));
    assert.equal(await take(), first);
  });

  it('survive a damaged index and leftovers of a killed process', async () => {
    put('a', 'one');
    const id = await take();
    put('a', 'two');
    writeFileSync(join(place.folder, 'repository/index'), 'garbage');
    for (const lock of ['index.lock', 'packed-refs.lock', 'refs/phasegate/x.lock', 'work-index', 'work-index.lock']) writeFileSync(join(place.folder, 'repository', lock), '');
    const again = place.reopen();
    valueOf(await again.restore(id));
    assert.equal(read('a'), 'one');
    assert.equal(valueOf(await again.forget([id])), 1);
  });

  describe('and symlinks', () => {
    it('are kept as symlinks and never followed', async () => {
      const outside = join(place.home, 'outside');
      mkdirSync(outside);
      writeFileSync(join(outside, 'file'), 'outside');
      symlinkSync(outside, join(place.workspace, 'link'));
      symlinkSync('nowhere', join(place.workspace, 'dangling'));
      const id = await take();
      const before = stateOf(place.home, (path) => path !== 'snapshots');
      rmSync(join(place.workspace, 'link'));
      rmSync(join(place.workspace, 'dangling'));
      symlinkSync('elsewhere', join(place.workspace, 'dangling'));
      valueOf(await place.snapshots.restore(id));
      assert.deepEqual(stateOf(place.home, (path) => path !== 'snapshots'), before);
      assert.equal(valueOf(await place.snapshots.textAt(id, 'link/file')), null);
    });

    it('stay, reported, in the place of a file or a folder that was saved', async () => {
      const outside = join(place.home, 'outside');
      mkdirSync(outside);
      for (const name of ['file', 'one', 'two']) writeFileSync(join(outside, name), 'outside');
      put('file', 'inside');
      put('folder/one', 'inside');
      put('folder/two', 'inside');
      const id = await take();
      rmSync(join(place.workspace, 'file'));
      rmSync(join(place.workspace, 'folder'), { recursive: true });
      symlinkSync(join(outside, 'file'), join(place.workspace, 'file'));
      symlinkSync(outside, join(place.workspace, 'folder'));
      const expected = ['file', 'folder', 'folder/one', 'folder/two'].map((path) => ({ path, reason: 'became-symlink' }));

      assert.deepEqual(valueOf(await place.snapshots.preview(id)), { changes: [], skipped: expected });
      assert.deepEqual(valueOf(await place.snapshots.restore(id)).skipped, expected);
      assert.equal(readlinkSync(join(place.workspace, 'folder')), outside);
      assert.deepEqual([...stateOf(outside).keys()].map((name) => readFileSync(join(outside, name), 'utf8')), ['outside', 'outside', 'outside']);
    });
  });

  it('let a file take the place of a folder, and the other way round', async () => {
    put('x', 'file');
    put('y/inside/deep', 'folder');
    const [id, before] = [await take(), stateOf(place.workspace)];
    rmSync(join(place.workspace, 'x'));
    rmSync(join(place.workspace, 'y'), { recursive: true });
    put('x/now/folder');
    put('y', 'now a file');
    const edited = stateOf(place.workspace);
    const { safety, skipped } = valueOf(await place.snapshots.restore(id));
    assert.deepEqual([skipped, stateOf(place.workspace)], [[], before]);
    valueOf(await place.snapshots.restore(safety));
    assert.deepEqual(stateOf(place.workspace), edited);
  });

  it('do not touch the Git data of the workspace', async () => {
    git(place.workspace, 'init', '-q');
    put('a', 'one');
    put('b', 'one');
    git(place.workspace, 'add', '.');
    git(place.workspace, 'commit', '-qm', 'first');
    put('b', 'staged');
    git(place.workspace, 'add', 'b');
    const before = fingerprint(join(place.workspace, '.git'));
    const id = await take();
    for (const path of ['a', 'b', 'c']) put(path, 'two');
    valueOf(await place.snapshots.preview(id));
    const { safety } = valueOf(await place.snapshots.restore(id));
    valueOf(await place.snapshots.restore(safety));
    valueOf(await place.snapshots.forget([safety]));
    assert.equal(fingerprint(join(place.workspace, '.git')), before);
  });
});
