// The command palette, quick picks and input boxes: they are one widget.
import type { Locator, Page } from 'playwright-core';

const widget = (page: Page): Locator => page.locator('.quick-input-widget:visible');

const field = (page: Page): Locator => widget(page).locator('input').first();

/**
 * Runs the command whose palette line is `title`, its category included: `Phasegate: New Project`. What takes the focus at that
 * moment, a panel that is being revealed, closes the palette; it is then opened again.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await openPalette(page);
    const chosen = await chooseCommand(page, title).then(() => true, (error: unknown) => (attempt < 4 ? false : Promise.reject(error)));
    if (chosen) return untilPaletteIsGone(page);
  }
}

async function chooseCommand(page: Page, title: string): Promise<void> {
  await field(page).fill(`>${title}`, { timeout: 5000 });
  await rowNamed(page, title).click({ timeout: 5000 });
}

/** Chooses the line named `label` in the quick pick that is open or about to open; a line out of sight is searched for. */
export async function pick(page: Page, label: string): Promise<void> {
  await widget(page).locator('.monaco-list-row').first().waitFor();
  const isInSight = await rowNamed(page, label).waitFor({ timeout: 500 }).then(() => true, () => false);
  if (!isInSight) await field(page).fill(label);
  await rowNamed(page, label).click();
}

/** Answers the input box that is open or about to open. */
export async function answer(page: Page, text: string): Promise<void> {
  await field(page).waitFor();
  await field(page).fill(text);
  await field(page).press('Enter');
}

function rowNamed(page: Page, label: string): Locator {
  return widget(page).locator('.quick-input-list .monaco-list-row').filter({ has: page.locator('.label-name', { hasText: exactly(label) }) }).first();
}

/** Right after the start a key press can come before the workbench listens; it is repeated until the palette is there. */
async function openPalette(page: Page): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await page.keyboard.press('F1');
    const opened = await widget(page).waitFor({ timeout: 2000 }).then(() => true, () => false);
    if (opened) return;
  }
  throw new Error('The command palette did not open.');
}

/** The next quick input reuses the widget: what follows must not be typed into the palette. */
async function untilPaletteIsGone(page: Page): Promise<void> {
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline && (await field(page).inputValue({ timeout: 200 }).catch(() => '')).startsWith('>')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function exactly(label: string): RegExp {
  return new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
