import assert from 'node:assert/strict';
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { editorCodeIntelligence } from '../../../src/extension/host/codeIntelligence.ts';
import { emptyWorkspace, workspaceRoot } from './workspaceFolder.ts';

const signal = new AbortController().signal;

/** The editor's own TypeScript server answers here. */
describe('code intelligence of the editor', function () {
  this.timeout(60_000);
  const intelligence = editorCodeIntelligence();
  const path = (): string => join(realpathSync(workspaceRoot()), 'sum.ts');

  beforeEach(() => {
    writeFileSync(join(workspaceRoot(), 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "noEmit": true } }');
    writeFileSync(path(), 'export function sumOfParts(parts: number[]): number {\n  return parts.join();\n}\n');
  });

  afterEach(emptyWorkspace);

  it('opens a file and waits for what its language server says of it', async () => {
    const found = (await intelligence.diagnostics(path(), signal)).filter((diagnostic) => diagnostic.path === path());
    assert.equal(found.length, 1, JSON.stringify(found));
    assert.deepEqual({ ...found[0], message: '' }, { path: path(), line: 2, column: 3, severity: 'error', message: '', source: 'ts' });
    assert.match(found[0]?.message ?? '', /string.*not assignable.*number/);
    assert.deepEqual(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label), [], 'the tab it needed is gone');
  });

  it('finds a symbol of the workspace', async () => {
    await intelligence.diagnostics(path(), signal);
    const found = await intelligence.symbols('sumOfPa', signal);
    assert.deepEqual(found.map(({ name, kind, line }) => ({ name: name.replace('()', ''), kind, line })), [{ name: 'sumOfParts', kind: 'function', line: 1 }]);
  });

  it('stops waiting when the phase is stopped', async () => {
    await assert.rejects(intelligence.diagnostics(path(), AbortSignal.abort()), /Stopped/);
  });
});
