import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anchorAt } from '../../../src/engine/node/anchor.ts';
import { nodeFiles } from '../../../src/engine/node/nodeFiles.ts';
import type { AuthorizedPath } from '../../../src/engine/ports/files.ts';

describe('a folder held open', function () {
  if (process.platform !== 'linux') return;
  let base: string;
  beforeEach(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-anchor-')));
    mkdirSync(join(base, 'real/inner'), { recursive: true });
    writeFileSync(join(base, 'real/inner/a.txt'), 'a');
    symlinkSync('real', join(base, 'link'));
    symlinkSync('real/inner', join(base, 'last'));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('is not another one behind a link, in the middle of the path or at its end', async () => {
    await assert.rejects(anchorAt(join(base, 'link/inner')), /moved while it was opened/);
    await assert.rejects(anchorAt(join(base, 'last')));
  });

  it('stays the same when its name is given to another', async () => {
    const { path, handle } = await anchorAt(join(base, 'real/inner'));
    renameSync(join(base, 'real/inner'), join(base, 'aside'));
    mkdirSync(join(base, 'real/inner'));
    assert.deepEqual(readdirSync(path), ['a.txt']);
    await handle?.close();
  });

  it('is what files are listed, read and written through', async () => {
    const files = await nodeFiles(base);
    const at = (path: string): AuthorizedPath => join(base, path) as AuthorizedPath;
    await assert.rejects(files.list(at('link/inner')));
    await assert.rejects(files.read(at('link/inner/a.txt'), 100));
    await assert.rejects(files.write(at('link/inner/new.txt'), Buffer.from('x')));
    await assert.rejects(files.write(at('link/made/new.txt'), Buffer.from('x')));
    assert.deepEqual([readdirSync(join(base, 'real')), readdirSync(join(base, 'real/inner'))], [['inner'], ['a.txt']]);
  });
});
