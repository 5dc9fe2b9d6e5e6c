import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitSnapshots } from '../../../src/engine/node/snapshots/gitSnapshots.ts';
import { errorOf, fingerprint, git, quietLog, scratch, type Scratch, stateOf, valueOf } from '../../engine/node/snapshots/scratch.ts';

describe('snapshots of a workspace with Git data', function () {
  this.timeout(30_000);
  let place: Scratch;
  const put = (path: string, content: string | Buffer = path): void => {
    mkdirSync(join(place.workspace, path, '..'), { recursive: true });
    writeFileSync(join(place.workspace, path), content);
  };
  const read = (path: string): string => readFileSync(join(place.workspace, path), 'utf8');
  const take = async (): Promise<string> => valueOf(await place.snapshots.take());
  const commitAll = (folder = place.workspace): void => {
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'commit', '--allow-empty');
  };

  beforeEach(() => { place = scratch(); });
  afterEach(() => place.remove());

  it('leave ignored files out and alone, whatever rule ignores them', async () => {
    put('.gitignore', 'dist/\n!node_modules\n');
    put('deep/.gitignore', '*.log\n');
    commitAll();
    put('.git/info/exclude', 'private\n');
    const ignored = ['dist/x', 'deep/x.log', 'private', 'node_modules/p/x', 'deep/node_modules/x'];
    for (const path of [...ignored, 'seen.log']) put(path, 'first');
    const id = await take();
    for (const path of [...ignored, 'seen.log']) put(path, 'second');
    const { changed, skipped } = valueOf(await place.snapshots.restore(id));
    assert.deepEqual([changed, skipped], [[{ path: 'seen.log', kind: 'changed' }], []]);
    assert.deepEqual(ignored.map(read), ignored.map(() => 'second'));
  });

  it('leave alone what only the rules of the other time ignore', async () => {
    put('.gitignore', 'dist/\n');
    put('later-ignored', 'saved');
    put('dist/built', 'never saved');
    const id = await take();
    put('.gitignore', 'later-ignored\n');
    put('later-ignored', 'not saved any more');
    put('new', 'new');
    const expected = [{ path: 'dist/built', reason: 'ignored' }, { path: 'later-ignored', reason: 'in-the-way' }];
    assert.deepEqual(valueOf(await place.snapshots.preview(id)).skipped, expected);
    const { changed, skipped } = valueOf(await place.snapshots.restore(id));
    assert.deepEqual(skipped, expected);
    assert.deepEqual(changed, [{ path: '.gitignore', kind: 'changed' }, { path: 'new', kind: 'deleted' }]);
    assert.deepEqual([read('dist/built'), read('later-ignored'), read('.gitignore')], ['never saved', 'not saved any more', 'dist/\n']);
  });

  it('keep what the user tracks although a rule ignores it', async () => {
    put('.gitignore', '*.gen\n');
    put('tracked.gen', 'one');
    put('untracked.gen', 'one');
    git(place.workspace, 'init', '-q');
    git(place.workspace, 'add', '-f', 'tracked.gen');
    const id = await take();
    for (const path of ['tracked.gen', 'untracked.gen']) put(path, 'two');
    valueOf(await place.snapshots.restore(id));
    assert.deepEqual([read('tracked.gen'), read('untracked.gen')], ['one', 'two']);
  });

  it('follow the rules of a repository around the workspace, and save a workspace which that one ignores', async () => {
    writeFileSync(join(place.home, '.gitignore'), '*.tmp\n/snapshots\n');
    commitAll(place.home);
    put('a.tmp', 'first');
    put('a.txt', 'first');
    const id = await take();
    for (const path of ['a.tmp', 'a.txt']) put(path, 'second');
    assert.deepEqual(valueOf(await place.snapshots.preview(id)).changes, [{ path: 'a.txt', kind: 'changed' }]);

    writeFileSync(join(place.home, '.gitignore'), '/*\n');
    rmSync(join(place.home, '.git'), { recursive: true });
    git(place.home, 'init', '-q');
    assert.deepEqual(valueOf(await place.snapshots.preview(id)).changes, [{ path: 'a.tmp', kind: 'deleted' }, { path: 'a.txt', kind: 'changed' }]);
  });

  it('leave nested repositories, submodules and worktrees alone and report them', async () => {
    put('a');
    commitAll();
    git(place.workspace, 'worktree', 'add', '-q', 'tree', '-b', 'other');
    mkdirSync(join(place.workspace, 'clone'));
    put('clone/file', 'one');
    commitAll(join(place.workspace, 'clone'));
    git(place.workspace, 'add', 'clone');
    mkdirSync(join(place.workspace, 'vendor/clone'), { recursive: true });
    put('vendor/clone/file', 'one');
    commitAll(join(place.workspace, 'vendor/clone'));
    const nested = ['clone', 'tree', 'vendor/clone'];
    const [id, before] = [await take(), nested.map((path) => fingerprint(join(place.workspace, path)))];
    assert.deepEqual(valueOf(await place.snapshots.leftOut(id)), nested.map((path) => ({ path, reason: 'embedded-repository' })));
    put('a', 'other');
    assert.deepEqual(valueOf(await place.snapshots.restore(id)).changed, [{ path: 'a', kind: 'changed' }]);
    assert.deepEqual(nested.map((path) => fingerprint(join(place.workspace, path))), before);
  });

  it('do not write into a folder that has become a repository', async () => {
    put('sub/file', 'one');
    const id = await take();
    rmSync(join(place.workspace, 'sub/file'));
    commitAll(join(place.workspace, 'sub'));
    assert.deepEqual(valueOf(await place.snapshots.restore(id)).skipped, [{ path: 'sub/file', reason: 'embedded-repository' }]);
    assert.equal(existsSync(join(place.workspace, 'sub/file')), false);
  });

  it('store bytes as they are, whatever attributes ask for', async () => {
    put('.gitattributes', '* text eol=crlf ident working-tree-encoding=UTF-16 filter=x\n*.txt text=auto\n');
    git(place.workspace, 'init', '-q');
    const contents = ['a\nb\r\nc\r', '$Id$ $Id: x $', '\uFEFFbom\n'].map((text) => Buffer.from(text));
    contents.forEach((content, index) => put(`${index}.txt`, content));
    const [id, before] = [await take(), stateOf(place.workspace)];
    contents.forEach((_, index) => put(`${index}.txt`, 'other'));
    valueOf(await place.snapshots.restore(id));
    assert.deepEqual(stateOf(place.workspace), before);
  });

  it('run nothing that a repository configures', async () => {
    const canary = join(place.home, 'canary');
    put('a.txt', 'one');
    commitAll();
    const evil = join(place.home, 'evil.sh');
    writeFileSync(evil, `#!/bin/sh\ntouch ${canary}\ncat\n`);
    chmodSync(evil, 0o755);
    put('.gitattributes', '* filter=evil diff=evil merge=evil\n');
    const settings = ['core.fsmonitor', 'core.pager', 'core.editor', 'core.sshCommand', 'core.alternateRefsCommand', 'filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process', 'diff.external', 'diff.evil.command', 'diff.evil.textconv', 'gpg.program', 'credential.helper', 'uploadpack.packObjectsHook'];
    const config = settings.map((name) => `[${name.includes('.evil.') ? name.replace(/^(\w+)\.(\w+)\..*/, '$1 "$2"') : name.split('.')[0]}]\n\t${name.split('.').at(-1)} = ${evil}\n`).join('');
    const hooks = join(place.workspace, '.git/hooks');
    for (const hook of ['post-index-change', 'reference-transaction', 'pre-commit', 'fsmonitor-watchman', 'post-checkout', 'pre-auto-gc']) {
      writeFileSync(join(hooks, hook), `#!/bin/sh\ntouch ${canary}\n`);
      chmodSync(join(hooks, hook), 0o755);
    }
    writeFileSync(join(place.workspace, '.git/config'), `${readFileSync(join(place.workspace, '.git/config'), 'utf8')}${config}[include]\n\tpath = ${join(place.home, 'more')}\n`);
    mkdirSync(join(place.home, 'home'));
    writeFileSync(join(place.home, 'home/.gitconfig'), `[core]\n\thooksPath = ${hooks}\n${config}`);
    const before = fingerprint(join(place.workspace, '.git'));
    const variables = { HOME: join(place.home, 'home'), GIT_DIR: join(place.workspace, '.git'), GIT_CONFIG_GLOBAL: join(place.home, 'home/.gitconfig'), GIT_EXTERNAL_DIFF: evil, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.fsmonitor', GIT_CONFIG_VALUE_0: evil, GIT_INDEX_FILE: join(place.workspace, '.git/index') };
    const saved = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
    Object.assign(process.env, variables);
    try {
      const snapshots = place.reopen();
      const id = valueOf(await snapshots.take());
      put('a.txt', 'two');
      valueOf(await snapshots.preview(id));
      valueOf(await snapshots.restore(id));
      assert.equal(valueOf(await snapshots.textAt(id, 'a.txt')), 'one');
      valueOf(await snapshots.forget([]));
    } finally {
      for (const [name, value] of Object.entries(saved)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
    assert.equal(existsSync(canary), false);
    assert.equal(fingerprint(join(place.workspace, '.git')), before);
    execFileSync('git', ['status'], { cwd: place.workspace, env: { PATH: process.env['PATH'] }, stdio: 'ignore' });
    assert.equal(existsSync(canary), true, 'Git itself runs the canary here');
  });

  it('take large parts from the user\'s objects without touching them, and outlive their loss', async () => {
    for (let index = 0; index < 250; index += 1) put(`d${index % 7}/f${index}`, `file ${index}`);
    commitAll();
    git(place.workspace, 'gc', '-q');
    git(place.workspace, 'commit', '-q', '--allow-empty', '-m', 'loose');
    // Files that were changed just before are read and copied once more.
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    const [before, files] = [fingerprint(join(place.workspace, '.git')), stateOf(place.workspace, (path) => path !== '.git')];
    const id = await take();
    assert.equal(fingerprint(join(place.workspace, '.git')), before);
    const privately = execFileSync('find', [join(place.folder, 'repository/objects'), '-type', 'f'], { encoding: 'utf8' }).split('\n').length;
    assert.ok(privately < 50, `${privately} objects of its own`);

    put('d0/f0', 'changed');
    rmSync(join(place.workspace, 'd1'), { recursive: true });
    const second = await take();
    rmSync(join(place.workspace, '.git'), { recursive: true });
    put('d2/f2', 'changed');
    valueOf(await place.snapshots.restore(second));
    const { skipped } = valueOf(await place.snapshots.restore(id));
    assert.deepEqual(skipped, [{ path: 'd2/f2', reason: 'content-missing' }], 'what was changed after its only copy was gone cannot come back, all else does');
    put('d2/f2', 'file 2');
    assert.deepEqual(stateOf(place.workspace), files);
    assert.equal(valueOf(await place.snapshots.take()), id);
  });

  it('work beside repositories of another kind, and damaged ones', async () => {
    put('a', 'one');
    git(place.workspace, 'init', '-q', '--object-format=sha256');
    git(place.workspace, 'add', '.');
    const id = await take();
    put('a', 'two');
    valueOf(await place.snapshots.restore(id));
    assert.equal(read('a'), 'one');
    rmSync(join(place.workspace, '.git'), { recursive: true });
    git(place.workspace, 'init', '-q');
    put('.git/index', 'damaged');
    assert.equal(await take(), id);
    put('.git/HEAD', '');
    rmSync(join(place.workspace, '.git/objects'), { recursive: true });
    assert.equal(await take(), id);
  });

  it('refuse to restore twice at once', async () => {
    put('a');
    const id = await take();
    writeFileSync(join(place.folder, 'restore.journal'), `${id} ${id} 0123456789abcdef\n`);
    const other = gitSnapshots({ workspace: place.workspace, folder: place.folder, log: quietLog, timeLimitMs: 60_000 });
    assert.match(errorOf(await other.restore(id)), /Finish it first/);
    assert.deepEqual(valueOf(await other.finishInterruptedRestore()), { safety: id, changed: [], skipped: [] });
    assert.equal(valueOf(await other.finishInterruptedRestore()), null);
  });
});
