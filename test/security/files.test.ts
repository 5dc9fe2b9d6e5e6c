import assert from 'node:assert/strict';
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/engine/model/json.ts';
import { toolEffects } from '../../src/engine/model/toolName.ts';
import type { Files } from '../../src/engine/ports/files.ts';
import type { ToolResult } from '../../src/engine/ports/tool.ts';
import { authorizeRead, authorizeWrite } from '../../src/engine/tools/policy/authorize.ts';
import { toolContext, workspaceFixture, type Fixture } from '../engine/tools/workspaceFixture.ts';
import { disguisedPaths, outsidePaths, powerfulPaths, secretPaths } from './pathAttacks.ts';

const canary = 'canary-4f1c2e';

/** Every tool that takes a path, with an input that would do harm. A new tool without a row here fails the walk below. */
const callsWithPath: Readonly<Record<string, (path: string) => JsonObject>> = {
  read_file: (path) => ({ path }),
  list_files: (path) => ({ path, depth: 8 }),
  write_file: (path) => ({ path, content: 'harm' }),
  edit_file: (path) => ({ path, edits: [{ oldText: canary, newText: 'harm' }] }),
  run_command: (path) => ({ command: 'ls -la; cat canary.txt', cwd: path }),
  git: (path) => ({ action: 'diff', paths: [path] }),
  read_changes: (path) => ({ view: 'diff', paths: [path] }),
  background_command: (path) => ({ action: 'start', command: 'cat canary.txt', cwd: path }),
  diagnostics: (path) => ({ path }),
};
const writers = ['write_file', 'edit_file'];

describe('security: files', () => {
  let at: Fixture;
  let reached: string[];

  beforeEach(async () => {
    reached = [];
    at = await workspaceFixture({ watch: (files) => recording(files, reached) });
    writeFileSync(join(at.outside, 'canary.txt'), canary);
    mkdirSync(`${at.root}-sibling`);
    writeFileSync(join(`${at.root}-sibling`, 'canary.txt'), canary);
    at.write('src/app.ts', 'text');
  });
  afterEach(() => {
    assert.deepEqual(readdirSync(at.outside), ['canary.txt'], 'something was made outside');
    assert.equal(readFileSync(join(at.outside, 'canary.txt'), 'utf8'), canary);
    assert.deepEqual(readdirSync(`${at.root}-sibling`), ['canary.txt']);
    assert.deepEqual(reached.filter((path) => path !== at.root && !path.startsWith(`${at.root}/`)), [], 'a tool reached outside');
    at.dispose();
  });

  function refuses(result: ToolResult, name: string): void {
    assert.notEqual(result.outcome, 'ok', name);
    assert.ok(!result.output.includes(canary), name);
  }

  for (const [tool, inputFor] of Object.entries(callsWithPath)) {
    it(`${tool} refuses every way out of the workspace`, async () => {
      for (const attack of outsidePaths) {
        const path = attack.replace('ROOT', at.root);
        const result = await at.call(tool, inputFor(path));
        assert.equal(result.outcome, 'denied', JSON.stringify(path));
        refuses(result, path);
      }
    });

    it(`${tool} refuses symbolic links that lead outside`, async () => {
      symlinkSync(at.outside, join(at.root, 'folder'));
      symlinkSync(join(at.outside, 'canary.txt'), join(at.root, 'file.txt'));
      symlinkSync('folder', join(at.root, 'chain'));
      symlinkSync('../../outside', join(at.root, 'src/relative'));
      symlinkSync('loop', join(at.root, 'loop'));
      symlinkSync('nowhere', join(at.root, 'dangling'));
      symlinkSync(join(at.outside, 'not-yet.txt'), join(at.root, 'dangling-outside'));
      symlinkSync('/', join(at.root, 'everything'));
      symlinkSync(`${at.root}-sibling`, join(at.root, 'beside'));
      for (const path of ['folder', 'folder/canary.txt', 'file.txt', 'chain/canary.txt', 'src/relative/canary.txt', 'loop', 'loop/x', 'dangling', 'dangling-outside', 'everything/etc/passwd', 'folder/new/file.txt', 'beside', 'beside/canary.txt']) {
        const result = await at.call(tool, inputFor(path));
        assert.equal(result.outcome, 'denied', path);
        refuses(result, path);
      }
    });
  }

  for (const tool of writers) {
    it(`${tool} refuses what gives power, there already or not, plain or disguised`, async () => {
      const before = listing(at.root);
      for (const path of [...powerfulPaths, ...disguisedPaths]) {
        const result = await at.call(tool, callsWithPath[tool]?.(path) ?? {});
        assert.equal(result.outcome, 'denied', path);
      }
      assert.deepEqual(listing(at.root), before);
      at.write('.git/config', canary);
      at.write('.vscode/settings.json', canary);
      symlinkSync('.git', join(at.root, 'innocent'));
      symlinkSync('.vscode/settings.json', join(at.root, 'innocent.json'));
      for (const path of ['.git/config', '.vscode/settings.json', 'innocent/config', 'innocent/hooks/pre-commit', 'innocent.json']) {
        assert.equal((await at.call(tool, callsWithPath[tool]?.(path) ?? {})).outcome, 'denied', path);
      }
      assert.equal(readFileSync(join(at.root, '.git/config'), 'utf8'), canary);
      at.write('plain/hooks.json', canary);
      for (const name of ['.phasegate', 'sub.code-workspace']) symlinkSync(name === '.phasegate' ? 'plain' : 'plain/hooks.json', join(at.root, name));
      for (const path of ['.phasegate/hooks.json', '.phasegate/new.json', 'sub.code-workspace']) assert.equal((await at.call(tool, callsWithPath[tool]?.(path) ?? {})).outcome, 'denied', path);
      assert.equal(readFileSync(join(at.root, 'plain/hooks.json'), 'utf8'), canary);
    });
  }

  it('reading refuses secrets and Git’s own data, also through links', async () => {
    for (const path of secretPaths.filter((path) => !path.startsWith('.git/'))) at.write(path, canary);
    at.write('.git/config', canary);
    symlinkSync('.env', join(at.root, 'settings.txt'));
    for (const path of [...secretPaths, 'settings.txt', '.ENV', '.git']) refuses(await at.call('read_file', { path }), path);
    for (const path of ['.git', '.ssh', '.aws']) refuses(await at.call('list_files', { path }), path);
  });

  it('what only looks like a secret or a protected place can be used', async () => {
    for (const path of ['.env.example', 'src/credentials.ts', 'git/config', '.gitignore', 'environment.ts', 'docs/vscode/x.md', 'src/key.ts', '.github/ISSUE_TEMPLATE/bug.md', 'résumé.md', '資料/（1）.txt', 'a b/c.txt', 'routes/$id.tsx', '[slug]/page.tsx', '.eslintrc.json', 'package.json', 'src/console.ts', 'null.ts']) {
      assert.equal((await at.call('write_file', { path, content: 'x' })).outcome, 'ok', path);
      assert.equal((await at.call('read_file', { path })).outcome, 'ok', path);
    }
  });

  it('a hard link is written through a new inode', async () => {
    linkSync(join(at.outside, 'canary.txt'), join(at.root, 'linked.txt'));
    assert.equal((await at.call('write_file', { path: 'linked.txt', content: 'harm' })).outcome, 'ok');
    assert.equal(statSync(join(at.outside, 'canary.txt')).nlink, 1);
  });

  it('a link that appears between check and use is caught', async () => {
    for (const tool of ['read_file', 'list_files', 'write_file', 'edit_file', 'run_command']) {
      at.write('place/canary.txt', 'inside');
      const path = tool === 'list_files' || tool === 'run_command' ? 'place' : 'place/canary.txt';
      const prepared = await at.prepare(tool, callsWithPath[tool]?.(path) ?? {});
      renameSync(join(at.root, 'place'), join(at.root, `was-${tool}`));
      symlinkSync(at.outside, join(at.root, 'place'));
      refuses(await prepared.run(toolContext, new AbortController().signal), tool);
      rmSync(join(at.root, 'place'));
    }
  });

  it('a link that leads to another place of the workspace by then is refused, and neither place is touched', async () => {
    for (const name of ['one', 'two']) at.write(`${name}/canary.txt`, `${canary} ${name}`);
    for (const tool of ['read_file', 'list_files', 'write_file', 'edit_file', 'run_command', 'background_command']) {
      symlinkSync('one', join(at.root, 'place'));
      const path = tool === 'list_files' || tool.endsWith('command') ? 'place' : 'place/canary.txt';
      const prepared = await at.prepare(tool, callsWithPath[tool]?.(path) ?? {});
      rmSync(join(at.root, 'place'));
      symlinkSync('two', join(at.root, 'place'));
      refuses(await prepared.run(toolContext, new AbortController().signal), tool);
      rmSync(join(at.root, 'place'));
    }
    assert.deepEqual(['one', 'two'].map((name) => readFileSync(join(at.root, name, 'canary.txt'), 'utf8')), [`${canary} one`, `${canary} two`]);
  });

  it('a path that cannot be resolved is refused, never used as written', async () => {
    const files: Files = { ...at.files, realPath: () => Promise.reject(new Error('EACCES')) };
    for (const authorize of [authorizeRead, authorizeWrite]) assert.equal((await authorize(files, 'src/app.ts')).ok, false);
    const blind: Files = { ...at.files, stat: () => Promise.reject(new Error('ENAMETOOLONG')) };
    for (const authorize of [authorizeRead, authorizeWrite]) assert.equal((await authorize(blind, 'src/app.ts')).ok, false);
  });

  it('a folder that may not be written gives an error and no half file', async function () {
    if (process.getuid?.() === 0) this.skip();
    mkdirSync(join(at.root, 'locked'));
    chmodSync(join(at.root, 'locked'), 0o555);
    assert.equal((await at.call('write_file', { path: 'locked/a.txt', content: 'x' })).outcome, 'error');
    chmodSync(join(at.root, 'locked'), 0o755);
    assert.deepEqual(readdirSync(join(at.root, 'locked')), []);
  });

  it('a schema address is not written unasked: an editor that shows the file sends a request there', async () => {
    const before = '{"$sche": "", "a": 1}';
    at.write('b.json', before);
    await at.call('read_file', { path: 'b.json' });
    const written = await at.call('write_file', { path: 'a.json', content: '{"$schema":"http://127.0.0.1:9/?canary"}' });
    const edited = await at.call('edit_file', { path: 'b.json', edits: [{ oldText: '$sche', newText: '$schema' }, { oldText: '""', newText: '"http://127.0.0.1:9/?canary"' }] });
    for (const { outcome, output } of [written, edited]) assert.match(`${outcome} ${output}`, /^denied .*names a schema at http:\/\/127\.0\.0\.1:9\/\?canary/);
    assert.deepEqual([existsSync(join(at.root, 'a.json')), readFileSync(join(at.root, 'b.json'), 'utf8')], [false, before]);
  });

  it('every tool that takes a place is in the table above', () => {
    for (const name of Object.keys(toolEffects)) {
      const tool = at.toolbox.find(name);
      const properties = Object.keys((tool?.inputSchema.properties ?? {}) as object);
      const takesPlace = properties.some((property) => /path|cwd|folder|file|dir/i.test(property));
      assert.equal(takesPlace, Object.hasOwn(callsWithPath, name), name);
    }
  });
});

/** Notes every place that is really read, written or listed. */
function recording(files: Files, reached: string[]): Files {
  return {
    ...files,
    read: (path, limit) => (reached.push(path), files.read(path, limit)),
    write: (path, bytes) => (reached.push(path), files.write(path, bytes)),
    list: (path) => (reached.push(path), files.list(path)),
  };
}

function listing(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
}
