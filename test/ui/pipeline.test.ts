import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { PhaseView, RunHeader } from '../../src/engine/workflow/runView.ts';
import type { Page, ToHost } from '../../src/webview/protocol.ts';
import { launchBrowser } from '../editor/browser.ts';
import { callIdOf, executeStream, phaseIdOf, phaseOf, runOf, snapshotOf, streamOf, withPhase } from './fixtures.ts';
import { openHost, type Host, type HostOptions } from './hostPage.ts';
import { themeNames } from './themes.ts';

const question = { call: callIdOf('q1'), kind: 'question', text: 'Which **century** do two-digit years mean?', options: ['Always 20xx', 'A sliding window'] } as const;
const failure = { kind: 'invalid-artifact', message: 'The output does not match its schema.', isRetryable: false } as const;
const decision: Partial<PhaseView> = {
  status: 'waiting',
  commands: ['retry', 'accept', 'skip'],
  wait: { reason: 'decision', failure, raw: { text: '{"decisions":[]}' }, issues: [{ pointer: '/decisions', message: 'must not be empty' }] },
};

describe('pipeline and compact pages in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let host: Host;

  before(async () => { browser = await launchBrowser(); });
  after(() => browser.close());
  afterEach(async () => {
    assert.deepEqual(host.troubles, []);
    await host.close();
  });

  async function open(options: Partial<HostOptions> = {}): Promise<void> {
    host = await openHost(browser, { page: 'pipeline', ...options });
    await host.taken();
  }

  async function showExecute(change: Partial<PhaseView> = {}, run: Partial<RunHeader> = {}): Promise<void> {
    await host.post(snapshotOf({ selected: 'execute', phases: withPhase('execute', change), run }), streamOf('execute'));
    await host.taken();
  }

  async function press(name: string): Promise<readonly ToHost[]> {
    await host.page.getByRole('button', { name, exact: true }).first().click();
    return host.taken();
  }

  for (const theme of themeNames) {
    it(`draws a run in the ${theme} theme without breaking the security policy`, async () => {
      await open({ theme });
      await showExecute();
      await host.post({ type: 'text-delta', phase: phaseIdOf('execute'), text: 'All eleven tests pass now. Next is the `README`' });
      await host.page.getByText('All eleven tests pass now').waitFor();
      await host.screenshot(`pipeline-${theme}`);
    });

    it(`draws the compact list in the ${theme} theme`, async () => {
      await open({ theme, page: 'compact', width: 300, height: 640 });
      await host.post(snapshotOf({ selected: 'execute', run: { status: 'paused', message: 'Rate limited by the vendor; resumes at 14:05.', commands: ['resume', 'cancel', 'set-auto'] } }));
      await host.page.getByText('Synthesize').waitFor();
      await host.screenshot(`compact-${theme}`);
    });
  }

  it('posts the command of every button of the run, and shows only those that are allowed', async () => {
    await open();
    for (const [command, label] of [['start', 'Start'], ['continue', 'Continue'], ['pause', 'Pause'], ['resume', 'Resume'], ['cancel', 'Cancel']] as const) {
      await showExecute({}, { commands: [command] });
      assert.equal(await host.page.locator('.run-actions vscode-button').count(), 1);
      assert.deepEqual(await press(label), [{ type: 'command', command }]);
      assert.equal(await host.page.locator('.run-actions vscode-button').evaluate((button) => (button as HTMLButtonElement).disabled), command !== 'cancel', 'the editor asks before it cancels');
    }
    await showExecute({}, { commands: [] });
    assert.equal(await host.page.locator('.run-actions vscode-button, vscode-checkbox').count(), 0);
  });

  it('asks for the other mode and shows the one that holds', async () => {
    await open();
    await showExecute({}, { isAuto: false });
    const box = host.page.getByRole('checkbox', { name: 'Auto' });
    await box.click();
    assert.deepEqual(await host.taken(), [{ type: 'set-auto', isAuto: true }]);
    assert.equal(await box.getAttribute('aria-checked'), 'false');
    await host.post({ type: 'changed', seq: 41, run: runOf({ isAuto: true }), phases: [] });
    assert.equal(await box.getAttribute('aria-checked'), 'true');
    await box.click();
    assert.deepEqual(await host.taken(), [{ type: 'set-auto', isAuto: false }]);
  });

  it('answers a question with an option or in own words', async () => {
    await open();
    await showExecute({ status: 'waiting', commands: ['answer'], wait: { reason: 'input', question: { ...question, options: [...question.options] } } });
    await host.screenshot('card-question');
    assert.deepEqual(await press('A sliding window'), [{ type: 'answer', call: 'q1', answer: 'A sliding window' }]);
    await host.post(snapshotOf({ selected: 'execute', phases: withPhase('execute', { status: 'waiting', commands: ['answer'], wait: { reason: 'input', question: { ...question, options: [] } } }) }));
    await host.page.getByRole('textbox', { name: 'Your answer' }).click();
    await host.page.keyboard.type('Fifty years\nback');
    await host.page.keyboard.press('Control+Enter');
    assert.deepEqual(await host.taken(), [{ type: 'answer', call: 'q1', answer: 'Fifty years\nback' }]);
  });

  it('allows and denies with the effect in sight, as plain text', async () => {
    await open();
    const approval = { call: callIdOf('a1'), kind: 'approval', text: 'run **rm** -rf build', options: [], detail: '$ rm -rf build\n$ npm run build' } as const;
    const show = () => showExecute({ status: 'waiting', commands: ['answer'], wait: { reason: 'approval', question: { ...approval, options: [] } } });
    await show();
    await host.screenshot('card-approval');
    assert.equal(await host.page.locator('.card-text').textContent(), approval.text);
    assert.equal(await host.page.locator('.card-detail').textContent(), approval.detail);
    assert.deepEqual(await press('Allow'), [{ type: 'answer', call: 'a1', answer: 'allow' }]);
    await show();
    assert.deepEqual(await press('Deny'), [{ type: 'answer', call: 'a1', answer: 'deny' }]);
  });

  it('shows a command with its parts, why it asks, and how long each yes lasts', async () => {
    await open();
    const options = ['Allow', 'Allow in this phase', 'Always allow here', 'Deny'];
    const effect = { type: 'command' as const, command: 'npm test -- --grep dates | tee test.log && git push', folder: 'packages/dates', parts: [{ text: 'npm test -- --grep dates', note: 'installs packages or runs code of the project' }, { text: 'tee test.log', note: 'changes files' }, { text: 'git push', note: 'reaches over the network or to other machines' }] };
    const asked = { call: callIdOf('a2'), kind: 'approval' as const, text: 'run npm test (It runs more than one command.)', reason: 'It runs more than one command.', covers: 'exactly this command in this folder, as long as the scripts it names stay as they are', effect };
    await showExecute({ status: 'waiting', commands: ['answer'], wait: { reason: 'approval', question: { ...asked, options } } });
    await host.screenshot('card-approval-command');
    assert.equal(await host.page.locator('.card-text').textContent(), 'run npm test');
    assert.equal(await host.page.locator('.card-detail').textContent(), effect.command);
    assert.deepEqual(await host.page.locator('.effect-parts code').allTextContents(), effect.parts.map(({ text }) => text));
    assert.deepEqual(await host.page.locator('.card-reason').allTextContents(), [asked.reason, `A lasting yes covers ${asked.covers}.`]);
    assert.equal(await host.page.getByText('packages/dates', { exact: true }).count(), 1);
    assert.deepEqual(await press('Always allow here'), [{ type: 'answer', call: 'a2', answer: 'Always allow here' }]);
  });

  it('shows the whole change of a file under its resolved path', async () => {
    await open();
    const diff = '--- src/dates.ts\n+++ src/dates.ts\n@@ -1,3 +1,4 @@\n import { parse } from "./parse.ts";\n-export const pivot = 1900;\n+export const pivot = 1970;\n+export const span = 100;\n \n';
    await showExecute({ status: 'waiting', commands: ['answer'], wait: { reason: 'approval', question: { call: callIdOf('a3'), kind: 'approval', text: 'edit link/dates.ts', options: ['Allow', 'Deny'], effect: { type: 'write', path: 'src/dates.ts', diff } } } });
    await host.screenshot('card-approval-change');
    assert.equal(await host.page.locator('.effect-place').textContent(), 'Changes src/dates.ts');
    assert.equal(await host.page.locator('.card-detail').textContent(), `${diff.trimEnd()}\n`);
    assert.deepEqual([await host.page.locator('.diff-added').count(), await host.page.locator('.diff-removed').count()], [2, 1]);
    assert.deepEqual(await press('Show Changes'), [{ type: 'show-proposal', phase: 'execute', call: 'a3' }]);
  });

  it('offers the changes of a phase that may write, once it has begun', async () => {
    await open();
    const changes = host.page.getByRole('button', { name: 'Changes', exact: true });
    await showExecute({ status: 'running', isWriter: true });
    assert.deepEqual(await press('Changes'), [{ type: 'show-changes', phase: 'execute' }]);
    await showExecute({ status: 'pending', attempts: 0, isWriter: true });
    assert.equal(await changes.count(), 0);
    await showExecute({ status: 'running' });
    assert.equal(await changes.count(), 0);
  });

  it('offers every way out of a decision', async () => {
    await open();
    const ways = [['Retry item 4', 'retry'], ['Retry with another model…', 'retry-with-model'], ['Edit and accept…', 'edit-and-accept'], ['Accept as it is', 'force-accept'], ['Skip', 'skip']] as const;
    const schema = { type: 'object', required: ['decisions'], properties: { decisions: { type: 'array', minItems: 1, description: 'What was decided.', items: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, title: { type: 'string', maxLength: 80 } } } } } };
    await showExecute(decision);
    await host.post({ type: 'stream', phase: phaseIdOf('execute'), entries: executeStream(), schema });
    await host.screenshot('card-decision');
    assert.deepEqual((await host.page.locator('.expected > li').allTextContents()).map((text) => text.trim()), ['object', 'decisions list of object, at least 1 (see issue)', 'id text', 'title text, at most 80 characters, not required']);
    assert.deepEqual(await host.page.locator('.decision-part h4').allTextContents(), ['Output', 'Expected', '1 issue']);
    for (const [label, command] of ways) assert.deepEqual(await press(label), [{ type: 'phase-command', command, phase: 'execute' }]);
    await showExecute({ ...decision, commands: ['skip'] });
    assert.equal(await host.page.locator('.card vscode-button').count(), 1);
  });

  it('keeps a button whose command the editor asks about first, and counts a double click once', async () => {
    await open();
    await showExecute(decision);
    const accept = host.page.getByRole('button', { name: 'Accept as it is' }).first();
    await accept.dblclick();
    assert.deepEqual(await host.taken(), [{ type: 'phase-command', command: 'force-accept', phase: 'execute' }]);
    await host.page.waitForTimeout(600);
    await accept.focus();
    await host.page.keyboard.press('Enter');
    assert.deepEqual(await host.taken(), [{ type: 'phase-command', command: 'force-accept', phase: 'execute' }]);
    assert.equal(await host.page.evaluate(() => document.activeElement?.textContent), 'Accept as it is');
  });

  it('says why a phase failed and retries it', async () => {
    await open();
    await showExecute({ status: 'failed', commands: ['retry'], failure: { kind: 'auth', message: 'The vendor refused the key.', isRetryable: false, requestId: 'req_1' } });
    await host.page.getByText('The vendor refused the key.').waitFor();
    await host.screenshot('card-failure');
    assert.deepEqual(await press('Retry item 4'), [{ type: 'phase-command', command: 'retry', phase: 'execute' }]);
  });

  it('opens the artifact of a phase, and links by asking', async () => {
    await open();
    await host.post(snapshotOf({ selected: 'plan' }));
    await host.taken();
    await host.page.getByRole('button', { name: 'decision-log' }).click();
    assert.deepEqual(await host.taken(), [{ type: 'open-artifact', artifact: 'artifact-plan' }]);
    await showExecute();
    await host.page.getByRole('link', { name: 'the standard' }).click();
    assert.deepEqual(await host.taken(), [{ type: 'open-link', href: 'https://tc39.es/ecma262/#sec-date' }]);
  });

  it('opens a tool call by mouse and keyboard', async () => {
    await open();
    await showExecute();
    const call = host.page.locator('.tool-call button').first();
    await call.focus();
    await host.page.keyboard.press('Enter');
    assert.equal(await call.getAttribute('aria-expanded'), 'true');
    await host.page.getByText('export function parseDate').waitFor();
  });

  it('asks anew after a missed change, once, and goes on after the snapshot', async () => {
    await open();
    await showExecute();
    await host.post({ type: 'changed', seq: 45, run: runOf(), phases: [] }, { type: 'changed', seq: 46, run: runOf(), phases: [] });
    assert.deepEqual(await host.taken(), [{ type: 'resync' }]);
    await host.post({ ...snapshotOf({ selected: 'execute' }), view: { ...snapshotOf().view, seq: 46 } });
    await host.post({ type: 'changed', seq: 47, run: runOf({ goal: 'Another goal' }), phases: [] });
    await host.page.getByText('Another goal').waitFor();
  });

  it('is walked and used by keyboard alone', async () => {
    await open();
    await host.post(snapshotOf({ selected: 'retro' }));
    await host.taken();
    await host.page.locator('.node[data-phase="plan"]').focus();
    const focused = () => host.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['phase']);
    const vertical = (await host.page.locator('.node[data-phase="retro"]').boundingBox())!.y > (await host.page.locator('.node[data-phase="plan"]').boundingBox())!.y + 150;
    const [next, previous, beside] = vertical ? (['ArrowDown', 'ArrowUp', 'ArrowRight'] as const) : (['ArrowRight', 'ArrowLeft', 'ArrowDown'] as const);
    await host.page.keyboard.press(next);
    const middle = await focused();
    assert.ok(['architecture', 'security', 'testing', 'retro'].includes(middle!), middle);
    await host.page.locator('.node[data-phase="architecture"]').focus();
    await host.page.keyboard.press(beside);
    assert.equal(await focused(), 'security');
    await host.page.keyboard.press(next);
    assert.equal(await focused(), 'synthesize');
    await host.page.keyboard.press(next);
    await host.page.keyboard.press('Enter');
    assert.deepEqual(await host.taken(), [{ type: 'select', phase: 'execute' }]);
    await host.page.keyboard.press(previous);
    assert.equal(await focused(), 'synthesize');
    await host.page.keyboard.press('End');
    assert.equal(await focused(), 'retro');
    const stops = await host.page.locator('.node[tabindex="0"]').count();
    assert.equal(stops, 1);
  });

  it('announces what a phase has come to', async () => {
    await open();
    await showExecute();
    await host.post({ type: 'changed', seq: 41, run: runOf(), phases: [phaseOf('execute', { status: 'completed' })] });
    assert.equal(await host.page.getByRole('status').textContent(), 'Execute: Completed.');
  });

  it('follows the run until the person selects', async () => {
    await open();
    await host.post(snapshotOf());
    assert.deepEqual(await host.taken(), [{ type: 'select', phase: 'execute' }]);
    await host.page.locator('.node[data-phase="plan"]').click();
    assert.deepEqual(await host.taken(), [{ type: 'select', phase: 'plan' }]);
    await host.post({ type: 'changed', seq: 41, run: runOf(), phases: withPhase('testing', { status: 'running' }) });
    assert.deepEqual(await host.taken(), []);
  });

  it('remembers the selection over a reload', async () => {
    await open({ state: { selected: 'plan', isFollowing: false } });
    await host.post(snapshotOf());
    assert.deepEqual(await host.taken(), [{ type: 'select', phase: 'plan' }]);
    assert.equal(await host.page.locator('.node[data-phase="plan"]').getAttribute('aria-pressed'), 'true');
  });

  it('opens the panel from the compact list, and walks it by keyboard', async () => {
    await open({ page: 'compact', width: 300 });
    await host.post(snapshotOf());
    await host.page.locator('.phase-row').first().focus();
    await host.page.keyboard.press('ArrowDown');
    await host.page.keyboard.press('Enter');
    assert.deepEqual(await host.taken(), [{ type: 'select', phase: 'architecture' }, { type: 'open-panel' }]);
  });

  it('has the one action that helps where there is no run', async () => {
    const actions = { 'no-folder': 'Open Folder', untrusted: 'Manage Workspace Trust', 'no-project': 'New Project', 'no-run': 'Start Run', 'read-only': 'Check Again', 'store-problem': 'Show Details' } as const;
    await open({ page: 'compact', width: 300 });
    for (const [reason, label] of Object.entries(actions)) {
      await host.post({ type: 'empty', reason: reason as keyof typeof actions, message: `Because of ${reason}.` });
      await host.page.getByText(`Because of ${reason}.`).waitFor();
      const expected: ToHost = reason === 'no-project' ? { type: 'new-project' } : reason === 'no-run' ? { type: 'command', command: 'start' } : { type: 'empty-action', reason: reason as 'untrusted' };
      assert.deepEqual(await press(label), [expected]);
    }
    await host.screenshot('compact-empty');
  });

  it('works on every page', async () => {
    for (const page of ['pipeline', 'compact', 'inspector'] satisfies Page[]) {
      await open({ page });
      await host.page.getByText('Loading the').waitFor();
      if (page !== 'inspector') await host.close();
    }
  });
});
