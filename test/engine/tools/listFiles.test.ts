import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

describe('list_files', () => {
  let at: Fixture;
  beforeEach(async () => {
    at = await workspaceFixture();
    for (const path of ['src/app.ts', 'src/deep/x.ts', 'node_modules/y/index.js', 'README.md']) at.write(path, '');
  });
  afterEach(() => at.dispose());

  it('lists one level of the root unless told otherwise', async () => {
    assert.equal((await at.call('list_files', {})).output, 'README.md\nnode_modules/\nsrc/');
    assert.equal((await at.call('list_files', { path: '.' })).output, 'README.md\nnode_modules/\nsrc/');
  });

  it('goes deeper, but never into packages or through links', async () => {
    symlinkSync(at.outside, join(at.root, 'link'));
    assert.equal((await at.call('list_files', { depth: 3 })).output, 'README.md\nlink@\nnode_modules/\nsrc/\nsrc/app.ts\nsrc/deep/\nsrc/deep/x.ts');
  });

  it('lists a folder with paths from the root', async () => {
    assert.equal((await at.call('list_files', { path: 'src/' })).output, 'src/app.ts\nsrc/deep/');
  });

  it('says what to do about a file, nothing and emptiness', async () => {
    assert.match((await at.call('list_files', { path: 'README.md' })).output, /not a folder. Use read_file/);
    assert.match((await at.call('list_files', { path: 'nothing' })).output, /does not exist/);
    const empty = await workspaceFixture();
    assert.equal((await empty.call('list_files', {})).output, '. is empty.');
    empty.dispose();
  });

  it('stops at a thousand entries, and shows hidden characters in names', async () => {
    for (let index = 0; index < 1_001; index += 1) at.write(`many/${String(index).padStart(4, '0')}\u202e.txt`, '');
    const lines = (await at.call('list_files', { path: 'many' })).output.split('\n');
    assert.equal(lines[0], 'many/0000⟨U+202E⟩.txt');
    assert.equal(lines.length, 1_001);
    assert.match(lines.at(-1) ?? '', /more than 1000 entries/);
  });
});
