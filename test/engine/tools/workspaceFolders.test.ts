import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { namedFolders } from '../../../src/engine/node/namedFolders.ts';
import type { NamedFolder } from '../../../src/engine/ports/files.ts';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

for (const [how, ripgrepPath] of [['with ripgrep', undefined], ['without', null]] as const) {
  describe(`a workspace of several folders, ${how}`, () => {
    let at: Fixture;
    let folders: readonly NamedFolder[];
    let shared: string;

    beforeEach(async () => {
      folders = [];
      at = await workspaceFixture({ ...(ripgrepPath === null && { ripgrepPath }), watch: (files) => ({ ...files, folders: () => folders }) });
      shared = join(dirname(at.root), 'library');
      mkdirSync(join(shared, 'src'), { recursive: true });
      for (const [path, text] of [['src/tax.ts', 'export const tax = 1;\n'], ['.env', 'KEY=1\n'], ['.vscode/settings.json', '{}\n']] as const) {
        mkdirSync(dirname(join(shared, path)), { recursive: true });
        writeFileSync(join(shared, path), text);
      }
      at.write('src/app.ts', 'import { tax } from "shared";\n');
      writeFileSync(join(at.outside, 'secret.txt'), 'tax');
      folders = await namedFolders(at.root, [{ name: 'app', path: at.root }, { name: 'shared', path: shared }]);
    });
    afterEach(() => at.dispose());

    it('reads, lists, finds and searches the other folders by their names', async () => {
      assert.match((await at.call('read_file', { path: 'shared/src/tax.ts' })).output, /^shared\/src\/tax\.ts \(lines 1-1 of 1\)\nexport const tax = 1;$/);
      assert.match((await at.call('read_file', { path: join(shared, 'src/tax.ts') })).output, /^shared\/src\/tax\.ts/);
      assert.match((await at.call('read_file', { path: 'app/src/app.ts' })).output, /^src\/app\.ts/);
      assert.equal((await at.call('list_files', {})).output, 'src/\nshared/ (another folder of the workspace)');
      assert.equal((await at.call('list_files', { path: 'shared', depth: 2 })).output, 'shared/.env\nshared/.vscode/\nshared/.vscode/settings.json\nshared/src/\nshared/src/tax.ts');
      assert.equal((await at.call('find_files', { glob: '**/*.ts' })).output, 'src/app.ts\nshared/src/tax.ts');
      assert.equal((await at.call('search_text', { pattern: 'tax' })).output, 'src/app.ts:1: import { tax } from "shared";\nshared/src/tax.ts:1: export const tax = 1;');
      assert.equal((await at.call('search_text', { pattern: 'tax', glob: 'shared/**' })).output, 'shared/src/tax.ts:1: export const tax = 1;');
    });

    it('reaches nothing beside or above them', async () => {
      symlinkSync(at.outside, join(shared, 'out'));
      symlinkSync(shared, join(at.root, 'link'));
      for (const path of ['shared/../outside/secret.txt', 'shared/out/secret.txt', '../library/src/tax.ts', 'library/src/tax.ts', 'link/src/tax.ts', `${shared}-other/x`, `${shared}/../outside/secret.txt`, at.outside]) {
        const { outcome, output } = await at.call('read_file', { path });
        assert.notEqual(outcome, 'ok', `${path}: ${output}`);
      }
      assert.equal((await at.call('read_file', { path: 'shared/.env' })).outcome, 'denied');
    });

    it('asks each time before it writes there, in words that say why, and never into protected places', async () => {
      const write = await at.prepare('write_file', { path: 'shared/src/tax.ts', content: 'export const tax = 2;\n' });
      assert.ok(write.intent.subject?.type === 'write');
      assert.equal(write.intent.subject.path, 'shared/src/tax.ts');
      assert.match(write.intent.subject.consent ?? '', /another folder of the workspace, which checkpoints do not cover/);
      assert.match((await at.call('edit_file', { path: 'shared/src/tax.ts', edits: [{ oldText: '1', newText: '2' }] })).output, /another folder of the workspace.*Nobody is there to approve it/);
      assert.match((await at.call('write_file', { path: 'shared/.vscode/settings.json', content: '{}' })).output, /protected/);
      assert.equal(readFileSync(join(shared, 'src/tax.ts'), 'utf8'), 'export const tax = 1;\n');
    });

    it('runs commands and Git in the project’s own folder', async () => {
      for (const [tool, input] of [['run_command', { command: 'pwd', cwd: 'shared' }], ['background_command', { action: 'start', command: 'pwd', cwd: 'shared/src' }], ['git', { action: 'add', paths: ['shared/src/tax.ts'] }], ['read_changes', { view: 'diff', paths: ['shared'] }]] as const) {
        const { outcome, output } = await at.call(tool, input);
        assert.equal(outcome, 'denied');
        assert.match(output, /another folder of the workspace\. Commands and Git work in the project/);
      }
    });

    it('takes the project’s own folder before another one of that name, and a folder once', async () => {
      at.write('shared/own.ts', 'mine\n');
      assert.match((await at.call('read_file', { path: 'shared/own.ts' })).output, /mine/);
      folders = await namedFolders(at.root, [{ name: 'app', path: at.root }, { name: 'shared', path: shared }, { name: 'again', path: shared }, { name: 'a/b: c.', path: at.outside }, { name: 'gone', path: join(shared, 'gone') }]);
      assert.deepEqual(folders.map(({ name }) => name), ['app', 'shared-2', 'a-b- c']);
      assert.match((await at.call('read_file', { path: 'shared-2/src/tax.ts' })).output, /^shared-2\/src\/tax\.ts/);
    });

    it('sees folders that come and go', async () => {
      folders = [];
      assert.equal((await at.call('read_file', { path: join(shared, 'src/tax.ts') })).outcome, 'denied');
      assert.match((await at.call('read_file', { path: 'shared/src/tax.ts' })).output, /does not exist/);
      assert.equal((await at.call('list_files', {})).output, 'src/');
    });
  });
}
