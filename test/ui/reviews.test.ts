import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ReviewerView, ReviewRoundView } from '../../src/engine/model/reviewView.ts';
import type { PhaseView } from '../../src/engine/workflow/runView.ts';
import { launchBrowser } from '../editor/browser.ts';
import { taskQueueMessage } from './artifacts.ts';
import { artifactRefOf, phaseIdOf, snapshotOf, streamOf, withPhase } from './fixtures.ts';
import { type Host, openHost } from './hostPage.ts';
import { themeNames } from './themes.ts';

const reviewer = (name: string, change: Partial<ReviewerView>): ReviewerView => ({ name, model: null, status: 'waiting', verdict: null, summary: '', findings: [], failure: null, artifact: null, ...change });
const approving = reviewer('deep', { model: 'anthropic/claude-opus-5-5', status: 'reviewed', verdict: 'approve', summary: 'Every task can be checked, and none reaches further than the plan.', artifact: artifactRefOf('r1', 'review') });
const objecting = reviewer('second-opinion', {
  model: 'openai/gpt-6-astra', status: 'reviewed', verdict: 'request-changes', summary: 'One task would break callers that nobody named.', artifact: artifactRefOf('r2', 'review'),
  findings: [{ id: 'F1', severity: 'major', pointer: '/items/0/description', title: 'Callers of parseDate are not named', detail: 'Three call sites pass zero-based months today; see src/report.ts.' }],
});
const down = reviewer('gemini', { status: 'unavailable', failure: 'No Google API key is set.' });

const round = (change: Partial<ReviewRoundView>): ReviewRoundView => ({ round: 1, reviewers: [approving, objecting, down], decision: 'stopped', message: '', disagreements: [], ...change });
const stopped = round({
  message: 'deep approves; second-opinion asks for changes (1 major); gemini is unavailable: No Google API key is set. The gate needs the approval of all.',
  disagreements: [
    { field: 'verdict', says: [{ name: 'deep', what: 'approve' }, { name: 'second-opinion', what: 'request-changes' }] },
    { field: '/items/0/description', says: [{ name: 'deep', what: null }, { name: 'second-opinion', what: 'major: Callers of parseDate are not named' }] },
  ],
});
const undecided: Partial<PhaseView> = {
  status: 'waiting', tool: null, reviews: [stopped], commands: ['review', 'retry', 'accept', 'skip'],
  wait: { reason: 'decision', failure: { kind: 'review-rejected', message: stopped.message, isRetryable: false }, raw: { text: '{"title":"Repair parseDate"}' }, issues: [{ pointer: '/items/0/description', message: 'major, second-opinion: Callers of parseDate are not named.' }] },
};

describe('second opinions in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let host: Host;

  before(async () => { browser = await launchBrowser(); });
  after(() => browser.close());
  afterEach(async () => {
    assert.deepEqual(host.troubles, []);
    await host.close();
  });

  async function show(phase: Partial<PhaseView>, theme: (typeof themeNames)[number] = 'dark'): Promise<void> {
    host = await openHost(browser, { page: 'pipeline', theme });
    await host.post(snapshotOf({ selected: 'execute', phases: withPhase('execute', phase) }), streamOf('execute'));
    await host.taken();
  }

  for (const theme of themeNames) {
    it(`looks right in the ${theme} theme`, async () => {
      await show(undecided, theme);
      await host.page.getByText('Where they differ').waitFor();
      await host.screenshot(`reviews-${theme}`);
    });
  }

  it('shows field by field where reviewers differ, and who is unavailable', async () => {
    await show(undecided);
    const rows = await host.page.locator('.differences tbody tr').allInnerTexts();
    assert.deepEqual(rows.map((row) => row.split('\t').map((cell) => cell.trim())), [['verdict', 'approve', 'request-changes'], ['/items/0/description', 'nothing', 'major: Callers of parseDate are not named']]);
    await host.page.getByText('No Google API key is set.', { exact: true }).waitFor();
    await host.page.getByText('You decide: 1 of 3 approve, 1 unavailable').waitFor();
  });

  it('asks again those who gave no opinion', async () => {
    await show(undecided);
    await host.page.getByRole('button', { name: 'Ask reviewers again' }).click();
    assert.deepEqual(await host.taken(), [{ type: 'phase-command', command: 'review', phase: phaseIdOf('execute') }]);
  });

  it('says that a phase is in review, and who still looks', async () => {
    await show({ status: 'running', tool: null, reviews: [round({ decision: null, reviewers: [approving, reviewer('second-opinion', { status: 'running' })] })] });
    await host.page.locator('.pane-facts').getByText('In review').waitFor();
    await host.page.getByText('1 of 2 approve, 1 still looking').waitFor();
  });

  it('folds away what was let pass, and keeps the first version under it', async () => {
    await show({ status: 'completed', tool: null, reviews: [round({ decision: 'revise' }), round({ round: 2, decision: 'passed', reviewers: [approving] })] });
    assert.equal(await host.page.getByText('After the author’s answer').isVisible(), false);
    await host.page.getByText('Second opinion', { exact: true }).click();
    await host.page.getByText('After the author’s answer').waitFor();
    await host.page.getByText('First version').waitFor();
  });

  it('stands beside the artifact in the inspector', async () => {
    host = await openHost(browser, { page: 'inspector', width: 1_000, height: 900 });
    await host.post({ ...taskQueueMessage(), reviews: [stopped] });
    await host.taken();
    await host.page.getByText('Where they differ').waitFor();
    await host.screenshot('reviews-inspector');
  });

  it('shows what reviewers say as text, whatever it is', async () => {
    const hostile = reviewer('<img src=x onerror=alert(1)>', { status: 'reviewed', verdict: 'reject', summary: '<script>alert(1)</script>\u202e', findings: [{ id: 'F1', severity: 'blocker', pointer: '/<b>', title: '<iframe>', detail: 'javascript:alert(1)' }] });
    await show({ ...undecided, reviews: [round({ reviewers: [hostile] })] });
    await host.page.getByText('<script>alert(1)</script>⟨U+202E⟩').waitFor();
    assert.equal(await host.page.locator('.reviews img, .reviews script, .reviews iframe, .reviews b').count(), 0);
  });
});
