// Chromium, as the editor's screen.
import type { Browser, BrowserContext } from 'playwright-core';
import { chromium } from 'playwright-core';
import { chromiumPath } from './toolchain.ts';

const quietArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), headless: process.env['PHASEGATE_SHOW'] === undefined, args: quietArgs });
}

export function newScreen(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
}
