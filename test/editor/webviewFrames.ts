// A webview is an iframe in an iframe: the outer one belongs to VS Code, `#active-frame` in it is the extension's page.
import type { Frame, Page } from 'playwright-core';

const pollMs = 100;

/** The extension's page in the visible webview titled `title`: the name of the view, or of the editor tab. */
export async function webviewFrame(page: Page, title: string, timeoutMs = 30_000): Promise<Frame> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await findFrame(page, title);
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`No webview titled "${title}" appeared. Seen: ${(await webviewTitles(page)).join(', ') || 'none'}.`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function findFrame(page: Page, title: string): Promise<Frame | undefined> {
  for (const outer of outerFrames(page)) {
    const element = await outer.$(`#active-frame[title=${JSON.stringify(title)}]`).catch(() => null);
    const frame = await element?.contentFrame();
    if (frame && (await isVisible(outer))) return frame;
  }
  return undefined;
}

async function webviewTitles(page: Page): Promise<string[]> {
  const titles = await Promise.all(outerFrames(page).map((outer) => outer.getAttribute('#active-frame', 'title', { timeout: 500 }).catch(() => null)));
  return titles.filter((title) => title !== null);
}

function outerFrames(page: Page): Frame[] {
  return page.frames().filter((frame) => frame.parentFrame() === page.mainFrame());
}

async function isVisible(outer: Frame): Promise<boolean> {
  const element = await outer.frameElement().catch(() => null);
  return (await element?.isVisible()) ?? false;
}
