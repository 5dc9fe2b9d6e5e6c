// A page that stands where the editor's webview stands: same security policy, same theme variables, same message channel.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import type { Page, ToHost, ToView } from '../../src/webview/protocol.ts';
import { outputFolder, repositoryRoot } from '../editor/toolchain.ts';
import { readTheme, type Theme, type ThemeName } from './themes.ts';

const origin = 'https://webview.test';
const nonce = 'bm9uY2U';
const policy = `default-src 'none'; style-src ${origin} 'nonce-${nonce}'; script-src 'nonce-${nonce}'; font-src ${origin}`;

export interface HostOptions {
  readonly page: Page;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What `getState` answers at first. */
  readonly state?: unknown;
}

export interface Host {
  readonly page: BrowserPage;
  /** Messages from the host, in one task. */
  post(...messages: readonly ToView[]): Promise<void>;
  /** What the page sent since the last call. */
  taken(): Promise<readonly ToHost[]>;
  /** Security policy violations, uncaught errors, console errors, dialogs, and requests beyond the bundle. */
  readonly troubles: readonly string[];
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openHost(browser: Browser, options: HostOptions): Promise<Host> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const troubles = await watch(page, options);
  await page.addInitScript(installApi, { theme: readTheme(options.theme ?? 'dark'), state: options.state });
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => (window as unknown as Fake).posted.some(({ type }) => type === 'ready'));
  return {
    page,
    troubles,
    post: (...messages: readonly unknown[]) => page.evaluate((list) => list.forEach((message) => window.postMessage(message, '*')), messages).then(() => settle(page)),
    taken: () => page.evaluate(() => (window as unknown as Fake).posted.splice(0)),
    screenshot: async (name) => {
      await page.screenshot({ path: join(outputFolder, 'ui', `${name}.png`), animations: 'disabled' });
    },
    close: () => context.close(),
  };
}

interface Fake {
  posted: ToHost[];
}

/** Runs in the page, before anything else there. */
function installApi({ theme, state }: { theme: Theme; state: unknown }): void {
  const fake = window as unknown as Fake & Record<string, unknown>;
  let saved = state;
  fake.posted = [];
  fake['acquireVsCodeApi'] = () => ({
    postMessage: (message: ToHost) => { fake.posted.push(message); },
    getState: () => saved,
    setState: (next: unknown) => { saved = next; },
  });
  const apply = (): void => {
    for (const [name, value] of Object.entries(theme.variables)) document.documentElement.style.setProperty(name, value);
    document.body.classList.add(theme.kind);
    document.body.setAttribute('data-vscode-theme-kind', theme.kind);
  };
  document.addEventListener('readystatechange', () => { if (document.readyState === 'interactive') apply(); });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
    console.error(`policy: ${violatedDirective} ${blockedURI} ${sample}`);
  });
}

async function watch(page: BrowserPage, { page: name }: HostOptions): Promise<string[]> {
  const troubles: string[] = [];
  const files: Record<string, { body: string | Buffer; contentType: string }> = {
    '/': { body: html(name), contentType: 'text/html' },
    '/webview.js': { body: readFileSync(join(repositoryRoot, 'dist/webview.js')), contentType: 'text/javascript' },
    '/webview.css': { body: readFileSync(join(repositoryRoot, 'dist/webview.css')), contentType: 'text/css' },
  };
  await page.route('**/*', (route) => {
    const { origin: from, pathname } = new URL(route.request().url());
    const file = from === origin ? files[pathname] : undefined;
    if (file) return route.fulfill(file);
    troubles.push(`request: ${route.request().url()}`);
    return route.abort();
  });
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text()); });
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => troubles.push(`popup: ${popup.url()}`));
  return troubles;
}

function html(page: Page): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="stylesheet" href="/webview.css"></head>
<body data-page="${page}"><script nonce="${nonce}" src="/webview.js"></script></body></html>`;
}

/** Two frames: what was posted has been handled and painted. */
async function settle(page: BrowserPage): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
