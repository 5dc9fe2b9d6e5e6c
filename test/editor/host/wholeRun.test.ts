import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { PhasegateApi } from '../../../src/extension/extension.ts';
import type { RunView } from '../../../src/engine/workflow/runView.ts';
import { emptyWorkspace, eventually, fillWithSample, workspaceRoot } from './workspaceFolder.ts';

const settings = { model: 'rehearsal', approval: 'all', goal: 'Make the failing test pass' };

describe('a run through commands', function () {
  this.timeout(120_000);

  before(async () => {
    fillWithSample();
    for (const [key, value] of Object.entries(settings)) await vscode.workspace.getConfiguration('phasegate').update(key, value, vscode.ConfigurationTarget.Global);
  });

  after(async () => {
    for (const key of Object.keys(settings)) await vscode.workspace.getConfiguration('phasegate').update(key, undefined, vscode.ConfigurationTarget.Global);
    await emptyWorkspace();
  });

  it('goes from Start, phase by phase, to five artifacts and changed files', async () => {
    const before = spawnSync('node', ['--test'], { cwd: workspaceRoot() });
    assert.notEqual(before.status, 0, 'the sample has a failing test');

    await vscode.commands.executeCommand('phasegate.start');
    const held = await eventually('the first phase is completed', () => runWhere(({ run, phases }) => run.commands.includes('continue') && phases.some(({ status }) => status === 'completed')), 60_000);
    assert.equal(held.phases[0]?.status, 'completed');

    await vscode.commands.executeCommand('phasegate.toggleAuto');
    await vscode.commands.executeCommand('phasegate.continue');
    const done = await eventually('the run is completed', () => runWhere(({ run }) => ['completed', 'failed', 'paused'].includes(run.status)), 100_000);
    assert.equal(done.run.status, 'completed', JSON.stringify(done.phases.map(({ id, status, failure, wait }) => ({ id, status, failure, wait }))));

    const artifacts = await (await api()).runs().then((runs) => runs?.artifacts(done.run.id));
    assert.ok((artifacts ?? []).length >= done.phases.length);
    const test = spawnSync('node', ['--test'], { cwd: workspaceRoot() });
    assert.equal(test.status, 0, `the sample's test passes:\n${test.stdout.toString()}`);
  });

  it('opens an artifact as a read-only JSON document', async () => {
    await vscode.commands.executeCommand('phasegate.openArtifactJson', { type: 'artifact', artifact: (await firstArtifact()).id });
    const document = await eventually('the document', () => vscode.window.activeTextEditor?.document);
    assert.equal(document.uri.scheme, 'phasegate-artifact');
    assert.equal(document.languageId, 'json');
    assert.deepEqual(JSON.parse(document.getText()), (await firstArtifact()).data);
  });

  it('leaves the sample as a person would find it: no files of the engine in it', () => {
    assert.ok(readFileSync(join(workspaceRoot(), 'package.json'), 'utf8').includes('tally'));
    const { stdout } = spawnSync('find', ['.', '-newer', 'package.json', '-name', '*phasegate*'], { cwd: workspaceRoot() });
    assert.equal(stdout.toString(), '');
  });
});

async function api(): Promise<PhasegateApi> {
  const extension = vscode.extensions.getExtension<PhasegateApi>('phasegate.phasegate');
  assert.ok(extension);
  return extension.activate();
}

async function runWhere(holds: (view: RunView) => boolean): Promise<RunView | undefined> {
  const runs = await (await api()).runs();
  const [run] = (await runs?.list()) ?? [];
  const view = run && (await runs?.view(run.id));
  return view && holds(view) ? view : undefined;
}

async function firstArtifact(): Promise<{ id: string; data: unknown }> {
  const runs = await (await api()).runs();
  const [run] = (await runs?.list()) ?? [];
  const [artifact] = (run && (await runs?.artifacts(run.id))) ?? [];
  assert.ok(artifact);
  return artifact;
}
