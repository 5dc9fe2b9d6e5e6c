import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFiles } from '../../../src/engine/node/nodeFiles.ts';
import type { AuthorizedPath, Files } from '../../../src/engine/ports/files.ts';

describe('nodeFiles', () => {
  let root: string;
  let files: Files;
  const at = (name: string): AuthorizedPath => join(root, name) as AuthorizedPath;

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-files-')));
    files = await nodeFiles(root);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('writes, and makes the folders that are missing', async () => {
    await files.write(at('a/b/c.txt'), Buffer.from('text'));
    assert.equal(readFileSync(at('a/b/c.txt'), 'utf8'), 'text');
    assert.deepEqual(Buffer.from(await files.read(at('a/b/c.txt'), 100)).toString(), 'text');
  });

  it('keeps the mode, and leaves nothing beside the file', async () => {
    writeFileSync(at('run.sh'), 'old');
    chmodSync(at('run.sh'), 0o751);
    await files.write(at('run.sh'), Buffer.from('new'));
    assert.equal(statSync(at('run.sh')).mode & 0o777, 0o751);
    assert.deepEqual(readdirSync(root), ['run.sh']);
  });

  it('writes through a new inode, so that another hard link keeps the old bytes', async () => {
    writeFileSync(at('a.txt'), 'old');
    linkSync(at('a.txt'), at('b.txt'));
    await files.write(at('a.txt'), Buffer.from('new'));
    assert.equal(readFileSync(at('b.txt'), 'utf8'), 'old');
  });

  it('shows a reader the old bytes or the new ones', async () => {
    const [old, now] = ['o'.repeat(300_000), 'n'.repeat(300_000)];
    writeFileSync(at('a.txt'), old);
    let isDone = false;
    const writing = (async () => {
      for (let count = 0; count < 20; count += 1) await files.write(at('a.txt'), Buffer.from(count % 2 === 0 ? now : old));
      isDone = true;
    })();
    while (!isDone) {
      const text = Buffer.from(await files.read(at('a.txt'), 1_000_000)).toString();
      assert.ok(text === old || text === now);
    }
    await writing;
  });

  it('replaces neither symbolic links nor folders, and cleans up', async () => {
    writeFileSync(at('target.txt'), 'target');
    symlinkSync(at('target.txt'), at('link'));
    mkdirSync(at('folder'));
    await assert.rejects(files.write(at('link'), Buffer.from('x')), /not a regular file/);
    await assert.rejects(files.write(at('folder'), Buffer.from('x')), /not a regular file/);
    assert.deepEqual(readdirSync(root), ['folder', 'link', 'target.txt']);
    assert.equal(readFileSync(at('target.txt'), 'utf8'), 'target');
  });

  it('refuses a folder that is a symbolic link by now', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'phasegate-outside-'));
    symlinkSync(outside, at('folder'));
    await assert.rejects(files.write(at('folder/a.txt'), Buffer.from('x')), /no longer the folder/);
    await assert.rejects(files.write(at('folder/new/a.txt'), Buffer.from('x')), /no longer the folder/);
    assert.deepEqual(readdirSync(outside), []);
    rmSync(outside, { recursive: true });
  });

  it('reads regular files only, at once', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    mkdirSync(at('folder'));
    symlinkSync('/etc/passwd', at('link'));
    const server = createServer().listen(at('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    await assert.rejects(files.read(at('pipe'), 100), /not a regular file/);
    await assert.rejects(files.read(at('folder'), 100));
    await assert.rejects(files.read(at('link'), 100), /ELOOP/);
    await assert.rejects(files.read(at('socket'), 100));
    await new Promise((resolve) => server.close(resolve));
  });

  it('refuses 5 GB without reading them', async () => {
    writeFileSync(at('sparse'), '');
    truncateSync(at('sparse'), 5_000_000_000);
    await assert.rejects(files.read(at('sparse'), 1_000), /too large: 5000000000 bytes/);
    assert.equal((await files.stat(at('sparse')))?.sizeBytes, 5_000_000_000);
  });

  it('reads up to the limit and not a byte more', async () => {
    writeFileSync(at('a'), '0123456789');
    assert.equal((await files.read(at('a'), 10)).length, 10);
    await assert.rejects(files.read(at('a'), 9), /too large/);
  });

  it('lists by name with kinds, and knows what is not there', async () => {
    mkdirSync(at('b'));
    writeFileSync(at('a'), '');
    symlinkSync('nowhere', at('c'));
    assert.deepEqual(await files.list(root as AuthorizedPath), [{ name: 'a', kind: 'file' }, { name: 'b', kind: 'directory' }, { name: 'c', kind: 'symlink' }]);
    assert.equal(await files.stat(at('nothing')), null);
    assert.equal(await files.stat(at('a/below-a-file')), null);
    await assert.rejects(files.realPath(at('c')));
  });

  it('has a canonical root, which must be a folder', async () => {
    mkdirSync(at('real'));
    symlinkSync(at('real'), at('alias'));
    assert.equal((await nodeFiles(at('alias'))).root, at('real'));
    writeFileSync(at('file'), '');
    await assert.rejects(nodeFiles(at('file')), /not a folder/);
  });
});
