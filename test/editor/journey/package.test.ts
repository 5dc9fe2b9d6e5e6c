import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ensureBuild, repositoryRoot } from '../toolchain.ts';

describe('the package', () => {
  let files: string[];

  before(async () => {
    ensureBuild();
    const { stdout } = await promisify(execFile)(process.execPath, ['node_modules/@vscode/vsce/vsce', 'ls', '--no-dependencies'], { cwd: repositoryRoot });
    files = stdout.trim().split('\n');
  });

  it('holds what the extension needs at run time', () => {
    const needed = ['package.json', 'LICENSE', 'dist/extension.js', 'dist/webview.js', 'dist/sql-wasm.wasm', 'templates/compound.json'];
    assert.deepEqual(needed.filter((file) => !files.includes(file)), []);
  });

  it('holds nothing else', () => {
    const expected = /^(dist\/[^\s]+\.(js|css|wasm|ttf)|(media|templates)\/.+|package(\.nls(\.[\w-]+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
    assert.deepEqual(files.filter((file) => !expected.test(file)), []);
  });
});
