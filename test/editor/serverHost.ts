// The extension-host suite in the VS Code server: a page asks for the test run, the host runs it and reports to the page.
import { cpSync, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser, newScreen } from './browser.ts';
import { createProfile } from './profile.ts';
import type { HostRun } from './runHost.ts';
import type { EditorServer } from './server.ts';
import { startEditorServer } from './server.ts';
import { editorEntry, outputFolder } from './toolchain.ts';

const timeoutMs = 10 * 60_000;

/** A released build reads the `payload` query only with the smoke-test driver on; its configuration is an attribute of the page. */
const enableTestPayload = `{
  const original = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    const value = original.call(this, name);
    if (this.id !== 'vscode-workbench-web-configuration' || name !== 'data-settings' || !value) return value;
    const settings = JSON.parse(value);
    settings.developmentOptions = { ...settings.developmentOptions, enableSmokeTestDriver: true };
    return JSON.stringify(settings);
  };
}`;

export async function runInServer(run: HostRun): Promise<number> {
  await using cleanup = new AsyncDisposableStack();
  const profile = createProfile({});
  cpSync(run.chatProviderFolder, join(profile.extensionsFolder, 'phasegate-tests.chat-provider-1.0.0'), { recursive: true });
  cleanup.defer(() => profile.remove());
  cleanup.defer(() => profile.saveLogs(join(outputFolder, 'logs/host')));
  const server = await startEditorServer({ entry: editorEntry(), profile, isTrusted: true, logPath: join(outputFolder, 'logs/host-server.log') });
  cleanup.defer(() => server.stop());
  const browser = await launchBrowser();
  cleanup.defer(() => browser.close());
  const page = await (await newScreen(browser)).newPage();
  await page.addInitScript(enableTestPayload);
  const { exitCode } = await listenForExit(page);
  await page.goto(testAddress(server, run));
  return await exitCode;
}

function testAddress(server: EditorServer, run: HostRun): string {
  const remote = (path: string) => `vscode-remote://${server.authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(run.extensionFolder)],
    ['extensionTestsPath', remote(run.testsPath)],
    ['skipWelcome', 'true'],
  ];
  return `${server.origin}/?workspace=${encodeURIComponent(run.workspaceFile)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** The workbench calls two functions of the page: one with Mocha's output, one with the exit code. */
async function listenForExit(page: Page): Promise<{ readonly exitCode: Promise<number> }> {
  const log = createWriteStream(join(outputFolder, 'logs/host-console.log'));
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => log.write(`${args.map(String).join(' ')}\n`));
  let exit: (code: number) => void = () => {};
  const exitCode = new Promise<number>((resolve, reject) => {
    exit = resolve;
    page.once('crash', () => reject(new Error('The browser page crashed.')));
    setTimeout(() => reject(new Error(`The extension host reported no result in ${timeoutMs / 60_000} minutes.`)), timeoutMs).unref();
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
  return { exitCode };
}
