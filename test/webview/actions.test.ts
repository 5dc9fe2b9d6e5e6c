import assert from 'node:assert/strict';
import { runActionsOf } from '../../src/webview/pipeline/runActions.ts';
import { windowOf } from '../../src/webview/stream/window.ts';
import { approvalChoices } from '../../src/webview/waits/approvalChoices.ts';
import { phaseActionsOf } from '../../src/webview/waits/phaseActions.ts';

describe('buttons', () => {
  it('of a run are the commands that the engine allows', () => {
    assert.deepEqual(runActionsOf({ commands: ['cancel', 'set-auto', 'continue', 'pause'] }).map(({ command }) => command), ['continue', 'pause', 'cancel']);
    assert.deepEqual(runActionsOf({ commands: ['rollback', 'resume'] }).map(({ label }) => label), ['Resume', 'Roll Back…']);
    assert.deepEqual(runActionsOf({ commands: [] }), []);
  });

  it('of a phase are the commands that the engine allows', () => {
    const names = (commands: Parameters<typeof phaseActionsOf>[0]['commands'], raw: { text: string } | null) =>
      phaseActionsOf({ commands, loop: null, failure: null, wait: { reason: 'decision', failure: { kind: 'invalid-artifact', message: 'x', isRetryable: false }, raw, issues: [] } }).map(({ command }) => command);
    assert.deepEqual(names(['retry', 'accept', 'skip'], { text: '{}' }), ['retry', 'retry-with-model', 'edit-and-accept', 'force-accept', 'skip']);
    assert.deepEqual(names(['retry', 'review'], null), ['review', 'retry', 'retry-with-model'], 'the opinions that are missing come first');
    assert.deepEqual(names(['accept'], null), ['edit-and-accept']);
    assert.deepEqual(phaseActionsOf({ commands: ['answer'], wait: null, loop: null, failure: null }), []);
  });

  it('of a finished phase lead back to it, and to another run', () => {
    assert.deepEqual(phaseActionsOf({ commands: ['rollback', 'fork'], wait: null, loop: null, failure: null }).map(({ label }) => label), ['Roll back to here…', 'Fork from here…']);
  });

  it('of a loop name the item that is tried again', () => {
    const retry = (loop: { done: number; total: number | null }, kind: 'server' | 'loop-limit' = 'server') =>
      phaseActionsOf({ commands: ['retry'], wait: null, loop, failure: { kind, message: 'x', isRetryable: false } })[0]?.label;
    assert.equal(retry({ done: 2, total: 8 }), 'Retry item 3');
    assert.equal(retry({ done: 0, total: null }), 'Retry item 1');
    assert.equal(retry({ done: 5, total: null }, 'loop-limit'), 'Retry item 5');
    assert.equal(retry({ done: 8, total: 8 }), 'Retry', 'all items are done, only their collection failed');
    assert.equal(retry({ done: 0, total: null }, 'loop-limit'), 'Retry');
  });

  it('of an approval are the options of the engine, else allow and deny', () => {
    assert.deepEqual(approvalChoices({ options: [] }).map(({ answer }) => answer), ['allow', 'deny']);
    assert.deepEqual(approvalChoices({ options: ['allow once', 'deny'] }).map(({ label, answer }) => [label, answer]), [['Allow once', 'allow once'], ['Deny', 'deny']]);
  });
});

describe('the window of a long stream', () => {
  it('shows the newest entries and says how many are before them', () => {
    const { hidden, shown } = windowOf(Array.from({ length: 10_000 }, (_, index) => index), 200);
    assert.deepEqual([hidden, shown.length, shown.at(-1)], [9_600, 400, 9_999]);
    assert.deepEqual(windowOf([1, 2], 0), { hidden: 0, shown: [1, 2] });
  });
});
