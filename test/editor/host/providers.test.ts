import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Diagnosis } from '../../../src/engine/providers/diagnosis.ts';
import { providerOverviews } from '../../../src/engine/providers/providerOverview.ts';
import { keyRing } from '../../../src/extension/host/secrets.ts';
import { changeProvider, readModelConfiguration, usableModelConfiguration } from '../../../src/extension/providers/configuration.ts';
import { addressProblem } from '../../../src/extension/providers/manageProviders.ts';
import { diagnoseProvider } from '../../../src/extension/providers/testConnection.ts';
import { modelSettings } from '../../../src/extension/settings.ts';
import { type Reply, startFaultServer } from '../../servers/faultServer.ts';
import { responsesWire as wire } from '../../servers/wire/responsesWire.ts';
import { eventually } from './workspaceFolder.ts';

const key = 'sk-canary-0123456789abcdef';
const json = { 'content-type': 'application/json' };
const never = new AbortController().signal;

describe('providers in the editor', () => {
  const context = { secrets: memoryStorage() } as unknown as vscode.ExtensionContext;
  const settings = vscode.workspace.getConfiguration.bind(undefined, 'phasegate');
  afterEach(async () => {
    for (const name of ['providers', 'aliases', 'prices', 'model']) await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
    await keyRing(context.secrets).remove('openai');
  });

  it('have their commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['manageProviders', 'testProvider', 'setApiKey', 'chooseModel']) assert.ok(commands.includes(`phasegate.${name}`), name);
  });

  it('are changed in the user’s own settings, one role to each', async () => {
    await changeProvider('openai', { role: 'reviewer', baseUrl: 'https://example.com/v1', models: { fast: 'tiny' } });
    await changeProvider('gemini', { role: 'reviewer', enabled: false });
    assert.deepEqual(settings().inspect('providers')?.globalValue, { openai: { baseUrl: 'https://example.com/v1', models: { fast: 'tiny' } }, gemini: { role: 'reviewer', enabled: false } });
    await changeProvider('openai', { baseUrl: undefined, models: undefined });
    await changeProvider('gemini', { enabled: undefined });
    assert.deepEqual(settings().inspect('providers')?.globalValue, { gemini: { role: 'reviewer' } });
  });

  it('are listed with what is set up, without their keys', async () => {
    const keys = keyRing(context.secrets);
    await keys.store('openai', key);
    await changeProvider('openai', { enabled: false, models: { deep: 'big' } });
    const rows = await providerOverviews(keys, modelSettings()());
    const openai = rows.find(({ provider }) => provider === 'openai');
    assert.deepEqual([openai?.hasKey, openai?.isEnabled, openai?.models?.deep], [true, false, 'big']);
    assert.ok(!JSON.stringify(rows).includes(key));
  });

  it('take no address that a key must not go to', () => {
    for (const address of ['http://example.com', 'https://169.254.169.254/latest', 'file:///etc/passwd', 'https://a:b@example.com']) assert.ok(addressProblem(address), address);
    for (const address of ['', 'https://example.com/v1', 'http://127.0.0.1:11434', 'http://localhost:1234/v1']) assert.equal(addressProblem(address), undefined, address);
  });

  it('leave out settings with mistakes, and say which they are', async () => {
    await settings().update('providers', { openai: { baseUrl: 'http://192.0.2.1' } }, vscode.ConfigurationTarget.Global);
    await settings().update('aliases', { mine: 'openai/x' }, vscode.ConfigurationTarget.Global);
    const parsed = readModelConfiguration();
    assert.ok(!parsed.ok && parsed.error.length === 1 && parsed.error[0]?.startsWith('/providers/openai/baseUrl'), JSON.stringify(parsed));
    const { aliases, providers } = usableModelConfiguration();
    assert.deepEqual([aliases, providers], [{ mine: 'openai/x' }, undefined]);
  });

  it('cannot be set up by a workspace', async () => {
    await assert.rejects(async () => settings().update('providers', { openai: { baseUrl: 'https://example.com' } }, vscode.ConfigurationTarget.Workspace));
    assert.equal(settings().inspect('providers')?.workspaceValue, undefined);
  });

  it('follow the chosen model, also by strength and by the user’s own name', async () => {
    await settings().update('model', 'deep', vscode.ConfigurationTarget.Global);
    assert.deepEqual([modelSettings()().aliases?.['fast'], modelSettings()().aliases?.['deep']], ['deep', undefined]);
    await settings().update('model', 'rehearsal', vscode.ConfigurationTarget.Global);
    assert.equal(modelSettings()().aliases?.['deep'], 'rehearsal');
  });

  const answers: readonly (readonly [string, Reply, string | null])[] = [
    ['works', { body: wire.turn({ calls: [{ id: 'c', name: 'report', json: ['{"text":"ready"}'] }] }) }, null],
    ['has a wrong key', { status: 401, headers: json, body: [wire.error('invalid_api_key', `bad ${key}`)] }, 'key'],
    ['has used its quota up', { status: 429, headers: json, body: [wire.error('insufficient_quota', 'No more.')] }, 'quota'],
    ['does not know the model', { status: 404, headers: json, body: [wire.error('model_not_found', 'No such model.')] }, 'model'],
    ['breaks the connection', { beforeHeaders: 'cut', body: [] }, 'network'],
    ['is something else', { headers: { 'content-type': 'text/html' }, body: ['<html>'] }, 'address'],
  ];
  for (const [title, reply, trouble] of answers) {
    it(`are tested: one that ${title}`, async () => {
      const server = await startFaultServer(() => reply);
      await keyRing(context.secrets).store('openai', key);
      await changeProvider('openai', { baseUrl: server.url });
      const diagnosis = await diagnoseProvider(context, 'openai', never);
      await server.close();
      assert.equal(troubleIn(diagnosis), trouble, JSON.stringify(diagnosis));
      assert.ok(!JSON.stringify(diagnosis).includes(key));
      assert.ok(server.requests.every(({ headers }) => headers['authorization'] === `Bearer ${key}`));
    });
  }

  it('are tested without a key, and switched off, without a request', async () => {
    assert.equal(troubleIn(await diagnoseProvider(context, 'gemini', never)), 'key');
    await keyRing(context.secrets).store('openai', key);
    await changeProvider('openai', { enabled: false });
    const off = await diagnoseProvider(context, 'openai', never);
    assert.match(JSON.stringify(off), /switched off/);
  });

  it('tell of a failed test at once, from the command', async () => {
    const server = await startFaultServer(() => ({ status: 401, headers: json, body: [] }));
    await changeProvider('openai', { baseUrl: server.url });
    void vscode.commands.executeCommand('phasegate.testProvider', 'openai');
    await eventually('the request of the test', () => server.requests[0]);
    await server.close();
  });
});

function troubleIn(diagnosis: Diagnosis): string | null {
  return diagnosis.ok ? null : diagnosis.trouble;
}

/** A secret storage that lives as long as the test. */
function memoryStorage(): Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'> {
  const values = new Map<string, string>();
  return {
    get: async (name) => values.get(name),
    store: async (name, value) => void values.set(name, value),
    delete: async (name) => void values.delete(name),
  };
}
