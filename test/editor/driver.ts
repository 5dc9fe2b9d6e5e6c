// Drives a real VS Code with the packaged extension in it, as a person would. For Mocha specs under test/editor/journey.
//
//   const workbench = await openWorkbench(folder, { theme: 'dark' });        // starts everything; `isTrusted: false` for restricted mode
//   await workbench.openView('Phasegate');                                  // by the tooltip of its activity-bar icon
//   await workbench.expandView('Artifacts');                                // one of its views
//   await workbench.runCommand('Phasegate: New Project');                   // through the command palette, by its full line
//   await workbench.answer('Make the failing test pass');                   // the input box that follows
//   await workbench.pick('Compound workflow');                              // the quick pick that follows
//   const pipeline = await workbench.webviewFrame('Pipeline');              // a Playwright Frame inside the webview
//   await pipeline.getByRole('button', { name: 'Start' }).click();
//   await workbench.treeItem('plan').waitFor();                             // Playwright locators wait by themselves
//   await workbench.screenshot('started');                                  // test-output/screenshots/started.png
//   await workbench.setTheme('high-contrast');
//   await workbench.changeSettings({ 'phasegate.model': 'rehearsal' });     // reloads the window
//   await workbench.reload();                                               // the window, as "Developer: Reload Window"
//   await workbench.killEditor();                                           // SIGKILL to the server and its extension host, then a new one
//   await workbench.close();
//
// `workbench.page` is the Playwright page, for all else. PHASEGATE_SHOW=1 shows the browser where there is a display.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { launchBrowser, newScreen } from './browser.ts';
import { packageExtension } from './extensionPackage.ts';
import type { Profile, Settings } from './profile.ts';
import { createProfile } from './profile.ts';
import { answer, pick, runCommand } from './quickInput.ts';
import type { EditorServer } from './server.ts';
import { installExtension, startEditorServer } from './server.ts';
import type { Theme } from './themes.ts';
import { colorThemes, themeClasses, themeLabels } from './themes.ts';
import { editorEntry, outputFolder } from './toolchain.ts';
import { webviewFrame } from './webviewFrames.ts';

export type WorkbenchOptions = {
  readonly theme?: Theme;
  /** Default true. False opens the folder in restricted mode, without asking. */
  readonly isTrusted?: boolean;
  readonly settings?: Settings;
  /** A package made before (see extensionPackage.ts), to open several workbenches with one. */
  readonly vsix?: string;
  /** Names the folder in test-output/logs that keeps the editor's and the extension's own logs, and the server's log beside it. */
  readonly name?: string;
};

export async function openWorkbench(folder: string, options: WorkbenchOptions = {}): Promise<Workbench> {
  const name = options.name ?? 'journey';
  const profile = createProfile({ 'workbench.colorTheme': colorThemes[options.theme ?? 'dark'], ...options.settings });
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => profile.remove());
  const logs = join(outputFolder, `logs/${name}`);
  rmSync(logs, { recursive: true, force: true });
  cleanup.defer(() => profile.saveLogs(logs));
  await installExtension(editorEntry(), profile, options.vsix ?? (await packageExtension(join(profile.folder, 'phasegate.vsix'))));
  const start = (port: number) =>
    startEditorServer({ entry: editorEntry(), profile, logPath: join(outputFolder, `logs/${name}-server.log`), port, isTrusted: options.isTrusted ?? true });
  const browser = await launchBrowser();
  cleanup.defer(() => browser.close());
  const page = await (await newScreen(browser)).newPage();
  const parts: Parts = { folder, profile, page, start, server: await start(0), cleanup: new AsyncDisposableStack() };
  cleanup.defer(() => parts.server.stop());
  const workbench = new Workbench(parts);
  await workbench.open();
  parts.cleanup = cleanup.move();
  return workbench;
}

type Parts = {
  readonly folder: string;
  readonly profile: Profile;
  readonly page: Page;
  readonly start: (port: number) => Promise<EditorServer>;
  server: EditorServer;
  /** Everything that was started; it is disposed on `close`, or at once when opening fails. */
  cleanup: AsyncDisposableStack;
};

export class Workbench {
  readonly page: Page;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.page = parts.page;
  }

  /** Where the editor keeps settings, state and what extensions store. */
  get profileFolder(): string {
    return this.#parts.profile.folder;
  }

  /** Opens the folder, and waits until the workbench is there. */
  async open(): Promise<void> {
    await this.page.goto(`${this.#parts.server.origin}/?folder=${encodeURIComponent(this.#parts.folder)}`);
    await this.#untilReady();
  }

  /** Runs a command by its line in the palette: `Category: Title`. */
  runCommand(title: string): Promise<void> {
    return runCommand(this.page, title);
  }

  pick(label: string): Promise<void> {
    return pick(this.page, label);
  }

  answer(text: string): Promise<void> {
    return answer(this.page, text);
  }

  /** The icon in the activity bar, by the name of its view container. */
  activityIcon(title: string): Locator {
    return this.page.locator('.part.activitybar .action-item', { has: this.page.locator(`[aria-label^="${title}"]`) });
  }

  /** Shows a view container. While a window restores itself, a click can hide what has just come back; it is then repeated. */
  async openView(title: string): Promise<void> {
    const heading = this.page.locator('.part.sidebar .composite.title', { hasText: new RegExp(title, 'i') });
    await this.activityIcon(title).waitFor();
    for (let attempt = 0; attempt < 5 && !(await heading.isVisible()); attempt += 1) {
      await this.activityIcon(title).click();
      await heading.waitFor({ timeout: 3000 }).catch(() => undefined);
    }
    await heading.waitFor({ timeout: 1000 });
  }

  /** Unfolds a view of the container that is shown, by its name: `Artifacts`. */
  async expandView(name: string): Promise<void> {
    const header = this.page.locator('.part.sidebar .pane-header', { has: this.page.locator('.title', { hasText: new RegExp(`^${name}$`) }) });
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** A line of any tree view, by a text that it contains. */
  treeItem(text: string | RegExp): Locator {
    return this.page.locator('.part.sidebar [role="treeitem"]', { hasText: text });
  }

  /** An entry of the status bar, by a text that it contains. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-list-item', { hasText: text });
  }

  editorTab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: title });
  }

  webviewFrame(title: string): Promise<Frame> {
    return webviewFrame(this.page, title);
  }

  /** Saves what is on the screen, transitions ended, as test-output/screenshots/<name>.png and returns its path. */
  async screenshot(name: string): Promise<string> {
    const folder = join(outputFolder, 'screenshots');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.pick(themeLabels[theme]);
    await this.page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
  }

  /** Merges into the user's settings and reloads the window, which reads them. */
  async changeSettings(changed: Settings): Promise<void> {
    this.#parts.profile.changeSettings(changed);
    await this.reload();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#untilReady();
  }

  /** The editor dies without a goodbye, and is opened again on the same folder and profile. */
  async killEditor(): Promise<void> {
    const port = Number(new URL(this.#parts.server.origin).port);
    await this.#parts.server.kill();
    this.#parts.server = await this.#parts.start(port);
    await this.open();
  }

  async close(): Promise<void> {
    await this.#parts.cleanup.disposeAsync();
  }

  async #untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .part.activitybar .action-item').first().waitFor();
  }
}
