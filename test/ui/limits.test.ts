import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { PhaseView, RunHeader } from '../../src/engine/workflow/runView.ts';
import type { Page } from '../../src/webview/protocol.ts';
import { launchBrowser } from '../editor/browser.ts';
import { phaseIdOf, runOf, snapshotOf, streamOf, withPhase } from './fixtures.ts';
import { type Host, openHost } from './hostPage.ts';
import { themeNames } from './themes.ts';

const minuteMs = 60_000;
const paused: Partial<PhaseView> = { status: 'paused', tool: null, pausedAt: Date.now() - minuteMs, commands: ['steer'] };
const shortage = { scope: 'run', phase: phaseIdOf('execute'), unit: 'tokens', cap: 200_000, spent: 195_350, needed: 21_376 } as const;
const usedUp: Partial<RunHeader> = {
  status: 'paused', commands: ['raise-budget', 'resume', 'cancel', 'set-auto'],
  message: 'The budget is used up: the next call of "Execute" may take 21,376 tokens, and of the 200,000 that this run may use 195,350 are spent. Raise the budget and resume, or cancel.',
  pause: { reason: 'budget', since: Date.now(), resumeAt: null, shortage },
};
const limited = (): Partial<RunHeader> => ({
  status: 'paused', commands: ['resume', 'cancel', 'set-auto'],
  message: 'Anthropic: too many requests. The run goes on by itself at 14:05:10; resume it to try at once.',
  pause: { reason: 'rate-limit', since: Date.now(), resumeAt: Date.now() + 83_500, shortage: null },
});

describe('what limits a run, and what a person writes to a phase, in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let host: Host;

  before(async () => { browser = await launchBrowser(); });
  after(() => browser.close());
  afterEach(async () => {
    assert.deepEqual(host.troubles, []);
    await host.close();
  });

  async function show(phase: Partial<PhaseView>, run: Partial<RunHeader>, options: { readonly page?: Page; readonly theme?: (typeof themeNames)[number] } = {}): Promise<void> {
    host = await openHost(browser, { page: 'pipeline', ...(options.page === 'compact' && { width: 300, height: 560 }), ...options });
    await host.post(snapshotOf({ selected: 'execute', phases: withPhase('execute', phase), run }), streamOf('execute'));
    await host.taken();
  }

  const button = (name: string) => host.page.getByRole('button', { name, exact: true }).first();

  for (const theme of themeNames) {
    it(`looks right in the ${theme} theme`, async () => {
      await show(paused, usedUp, { theme });
      await host.screenshot(`budget-${theme}`);
      await host.post(snapshotOf({ selected: 'execute', phases: withPhase('execute', paused), run: limited() }));
      await host.screenshot(`rate-limit-${theme}`);
      await host.post(snapshotOf({ selected: 'execute', phases: withPhase('execute', { status: 'running', commands: ['steer'], steering: ['Faster!'] }) }));
      await host.page.getByText('Your message is told at the next turn.').waitFor();
      await host.screenshot(`steer-${theme}`);
    });
  }

  it('asks for a budget, or lets go', async () => {
    await show(paused, usedUp);
    await host.page.getByText('195,350 of 200,000 tokens').waitFor();
    await button('Raise budget…').click();
    assert.deepEqual(await host.taken(), [{ type: 'command', command: 'raise-budget' }]);
    await button('Cancel run').click();
    assert.deepEqual(await host.taken(), [{ type: 'command', command: 'cancel' }]);
    assert.equal(await host.page.locator('.run-actions vscode-button[appearance="primary"]').count(), 1, 'one way on');
  });

  it('asks in the narrow list too', async () => {
    await show(paused, usedUp, { page: 'compact' });
    await host.screenshot('budget-compact');
    await button('Raise Budget…').click();
    assert.deepEqual(await host.taken(), [{ type: 'command', command: 'raise-budget' }]);
  });

  it('offers nothing about a budget to a window that only looks on', async () => {
    await show({ ...paused, commands: [] }, { ...usedUp, commands: [] });
    await host.page.getByText('195,350 of 200,000 tokens').waitFor();
    assert.equal(await host.page.locator('.card vscode-button, .steer').count(), 0);
  });

  it('counts down to the time at which a run goes on by itself', async () => {
    await show(paused, limited());
    const banner = host.page.locator('.banner [role="timer"]');
    assert.match((await banner.textContent()) ?? '', /^Goes on in 1m 2\ds$/);
    const before = await banner.textContent();
    await host.page.waitForFunction((text) => document.querySelector('.banner [role="timer"]')?.textContent !== text, before);
    await host.post(snapshotOf({ selected: 'execute', phases: withPhase('execute', paused), run: { ...limited(), pause: { reason: 'rate-limit', since: 0, resumeAt: Date.now() - 1, shortage: null } } }));
    await banner.filter({ hasText: 'Goes on now' }).waitFor();
    await button('Resume').click();
    assert.deepEqual(await host.taken(), [{ type: 'command', command: 'resume' }]);
  });

  it('sends what a person writes, by mouse and keyboard, and says that it waits to be told', async () => {
    await show({ status: 'running', commands: ['steer'] }, {});
    assert.equal(await host.page.getByText('told at the next turn').count(), 0);
    await host.page.getByRole('textbox', { name: 'Write to Execute' }).click();
    await host.page.keyboard.type('Leave the README alone.');
    await host.page.keyboard.press('Control+Enter');
    assert.deepEqual(await host.taken(), [{ type: 'steer', phase: 'execute', text: 'Leave the README alone.' }]);
    const phases = withPhase('execute', { status: 'running', commands: ['steer'], steering: ['Leave the README alone.'] }).filter(({ id }) => id === 'execute');
    await host.post({ type: 'changed', seq: 41, run: runOf(), phases });
    await host.page.getByText('Your message is told at the next turn.').waitFor();
    await host.page.keyboard.type('Nor the tests.');
    await button('Send').click();
    assert.deepEqual(await host.taken(), [{ type: 'steer', phase: 'execute', text: 'Nor the tests.' }]);
  });

  it('says that a message came too late, and what it was', async () => {
    await show({ status: 'completed', commands: ['rollback'], steering: ['Leave the README alone.'] }, {});
    await host.page.getByText('Your message came after the phase had handed in its result: nobody was told.').waitFor();
    await host.page.locator('.steer-untold li', { hasText: 'Leave the README alone.' }).waitFor();
    assert.equal(await host.page.getByRole('textbox', { name: 'Write to Execute' }).count(), 0);
    await host.screenshot('steer-untold');
    await host.post(snapshotOf({ selected: 'execute', phases: withPhase('execute', { status: 'failed', commands: ['retry'], steering: ['One.', 'Two.'] }) }));
    await host.page.getByText('Your 2 messages came after the last turn, so the model was not told. It will be when the phase runs again.').waitFor();
  });

  it('has no box where nobody would read it, or where a question has its own', async () => {
    const question = { call: 'q1' as never, kind: 'question' as const, text: 'Which one?', options: [] };
    await show({ status: 'completed', commands: [] }, {});
    assert.equal(await host.page.locator('.steer').count(), 0);
    await host.post(snapshotOf({ selected: 'execute', phases: withPhase('execute', { status: 'waiting', commands: ['answer', 'steer'], wait: { reason: 'input', question } }) }));
    await host.page.getByText('Which one?').waitFor();
    assert.equal(await host.page.locator('.steer').count(), 0);
  });
});
