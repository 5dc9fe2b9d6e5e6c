import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const extensionId = 'phasegate.phasegate';

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(extensionId);
  assert.ok(found, `${extensionId} is not installed`);
  return found;
}

function contributedCommands(): string[] {
  const manifest: { contributes?: { commands?: { command: string }[] } } = extension().packageJSON;
  return (manifest.contributes?.commands ?? []).map(({ command }) => command);
}

describe('the extension in its host', () => {
  it('runs on Node 24', () => {
    assert.equal(process.versions.node.split('.')[0], '24');
  });

  it('activates', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('registers every command that it contributes', async () => {
    await extension().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(contributedCommands().filter((command) => !registered.has(command)), []);
  });
});
