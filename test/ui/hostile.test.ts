import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../editor/browser.ts';
import { artifactMessage } from './artifacts.ts';
import { callIdOf, phaseIdOf, phaseOf, runOf, snapshotOf } from './fixtures.ts';
import { openHost, type Host } from './hostPage.ts';

const marker = 'window.hacked=1';
const hostileTexts = [
  `<script>${marker}</script>`,
  `<img src="https://evil.test/x.png" onerror="${marker}">`,
  `<svg onload="${marker}"><a xlink:href="javascript:${marker}">x</a></svg>`,
  `![x](https://evil.test/pixel.png)`,
  `[x](javascript:${marker}) [y](data:text/html,<script>${marker}</script>) [z](command:workbench.action.quit)`,
  `<iframe src="https://evil.test"></iframe><link rel="stylesheet" href="https://evil.test/x.css">`,
  `<style>@import url(https://evil.test/a.css); * { background: url(https://evil.test/b) }</style>`,
  `"><a href="https://evil.test" ping="https://evil.test" autofocus onfocus="${marker}">`,
  '```mermaid\ngraph TD; A-->B; click A "https://evil.test"\n```',
  '\u202Egnp.exe\u200B\u{E0041}',
];
const hostile = hostileTexts.join('\n\n');

describe('hostile texts in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let host: Host;

  before(async () => { browser = await launchBrowser(); });
  after(() => browser.close());
  afterEach(() => host.close());

  async function assertHarmless(): Promise<void> {
    await host.page.waitForTimeout(300);
    assert.deepEqual(host.troubles, []);
    assert.equal(await host.page.evaluate(() => 'hacked' in window), false);
    assert.equal(await host.page.locator('a, img, iframe, script:not([nonce]), .root style, .root link, embed, object').count(), 0);
    assert.equal(await host.page.evaluate(() => document.body.textContent?.includes('\u202E')), false);
  }

  it('in every text of a run stay text', async () => {
    host = await openHost(browser, { page: 'pipeline' });
    const phase = phaseOf('plan', {
      name: hostile, description: hostile, status: 'failed', tool: hostile, model: hostile, attempts: 1, message: hostile, commands: ['retry'],
      failure: { kind: 'unknown', message: hostile, isRetryable: false, requestId: hostile },
    });
    await host.post(snapshotOf({ run: { goal: hostile, templateName: hostile, message: hostile }, phases: [phase], selected: 'plan' }), {
      type: 'stream', phase: phaseIdOf('plan'), entries: [
        { type: 'text', id: '1', at: 1, role: 'user', text: 'Short' },
        { type: 'text', id: '2', at: 1, role: 'assistant', text: hostile },
        { type: 'tool', id: callIdOf('3'), at: 1, name: hostile, input: hostile, outcome: 'ok', output: hostile, durationMs: 1 },
        { type: 'note', id: '4', at: 1, level: 'error', text: hostile },
      ],
    }, { type: 'text-delta', phase: phaseIdOf('plan'), text: hostile }, { type: 'tool-progress', phase: phaseIdOf('plan'), call: callIdOf('3'), text: hostile });
    await host.page.locator('.tool-call button').click();
    await assertHarmless();
    await host.screenshot('hostile-pipeline');
  });

  it('in what a phase waits for stay text', async () => {
    host = await openHost(browser, { page: 'pipeline' });
    const call = callIdOf('q');
    const waits = [
      { reason: 'input', question: { call, kind: 'question', text: hostile, options: hostileTexts } },
      { reason: 'approval', question: { call, kind: 'approval', text: hostile, options: [], detail: hostile } },
      ...[{ type: 'read', path: hostile } as const, { type: 'write', path: hostile, diff: `+${hostile}` } as const, { type: 'command', command: hostile, folder: hostile, parts: [{ text: hostile, note: hostile }] } as const, { type: 'other', text: hostile } as const]
        .map((effect) => ({ reason: 'approval' as const, question: { call, kind: 'approval' as const, text: hostile, options: hostileTexts, reason: hostile, covers: hostile, effect } })),
      { reason: 'decision', failure: { kind: 'unknown', message: hostile, isRetryable: false }, raw: { text: hostile }, issues: [{ pointer: hostile, message: hostile }] },
    ] as const;
    for (const wait of waits) {
      await host.post(snapshotOf({ phases: [phaseOf('plan', { status: 'waiting', commands: ['answer', 'retry'], wait: structuredClone(wait) as never })], selected: 'plan' }));
      await assertHarmless();
    }
  });

  it('in an artifact and its schema stay text', async () => {
    host = await openHost(browser, { page: 'inspector' });
    const schema = { title: hostile, $ref: 'https://evil.test/schema.json', properties: { text: { title: hostile, description: hostile } } };
    await host.post(artifactMessage({ text: hostile, id: '__proto__', [hostile]: hostile, list: [{ id: 'root', title: hostile, see: '__proto__' }, { id: 'x" onfocus="', title: hostile }] }, schema, { type: hostile }));
    await assertHarmless();
    await host.page.getByRole('tab', { name: 'JSON' }).click();
    await assertHarmless();
    await host.screenshot('hostile-inspector');
  });

  it('ignores messages that it does not know', async () => {
    host = await openHost(browser, { page: 'pipeline' });
    await host.post(snapshotOf({ selected: 'execute' }));
    await host.post({ type: 'eval', code: marker } as never, { type: 'changed', seq: 41, run: runOf({ goal: 'Still here' }), phases: [] });
    await host.page.getByText('Still here').waitFor();
    await assertHarmless();
  });
});
