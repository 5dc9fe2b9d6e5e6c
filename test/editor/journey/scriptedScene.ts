import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultServer } from '../../servers/faultServer.ts';
import { type ScriptedReply, type ScriptedRequest, startScriptedModel } from '../../servers/scriptedModel.ts';
import { openWorkbench, type Workbench } from '../driver.ts';
import type { Settings } from '../profile.ts';
import type { Theme } from '../themes.ts';

export interface SceneOptions {
  /** Of its folder and its logs. */
  readonly name: string;
  readonly theme: Theme;
  /** The one workflow of the workspace. */
  readonly template: { readonly id: string };
  /** Further files of the workspace, by path from its root. */
  readonly files?: Readonly<Record<string, string>>;
  /** How the model answers; it speaks for Anthropic. */
  readonly answer: (request: ScriptedRequest) => ScriptedReply;
  readonly settings?: Settings;
}

/** There from the first test of the suite to its last. */
export interface Scene {
  /** The workspace. */
  readonly folder: string;
  readonly model: FaultServer;
  readonly workbench: Workbench;
}

/**
 * For the suite that it is called in: a workspace with one workflow, a model on loopback that answers by a script, and VS Code open on both,
 * at the view of Phasegate. A test that fails leaves a picture.
 */
export function scriptedScene({ name, theme, template, files = {}, answer, settings }: SceneOptions): () => Scene {
  let scene: Scene | undefined;
  const current = (): Scene => scene ?? assert.fail('VS Code did not open');
  const stack = new AsyncDisposableStack();

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), `phasegate-${name}-`));
    stack.defer(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, '.phasegate/templates'), { recursive: true });
    writeFileSync(join(folder, `.phasegate/templates/${template.id}.json`), JSON.stringify(template, null, 2));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    const model = await startScriptedModel(answer);
    stack.defer(() => model.close());
    const workbench = await openWorkbench(folder, { theme, name, settings: { 'phasegate.anthropic.baseUrl': model.url, ...settings } });
    stack.defer(() => workbench.close());
    scene = { folder, model, workbench };
    await workbench.openView('Phasegate');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene?.workbench.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(() => stack.disposeAsync());

  return current;
}
