import assert from 'node:assert/strict';
import { runView } from '../../../src/engine/workflow/runView.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { isWaitingForPerson, toRunView } from '../../../src/engine/workflow/view.ts';
import { after, asking, completion, createdRun, failing, skipping, startedRun, templateOf, undecided } from './fixtures.ts';

const line = templateOf({ id: 'plan' }, { id: 'build', dependsOn: ['plan'] });
const running = startedRun(line, { isAuto: false });
const held = after(running, completion(running, 'plan'));

describe('view', () => {
  it('fits the schema that every face parses', () => {
    for (const state of [createdRun(line), running, held, after(running, undecided(running, 'plan')), after(running, failing(running, 'plan'))]) {
      assert.deepEqual(runView.parse(toRunView(state)), toRunView(state));
    }
  });

  it('marks what waits for a continue as held, and says so', () => {
    const view = toRunView(held);
    assert.deepEqual(view.phases.map(({ status }) => status), ['completed', 'held']);
    assert.equal(view.run.message, 'Waiting for you to continue.');
    assert.deepEqual(view.phases.map(({ depth }) => depth), [0, 1]);
  });

  it('offers per phase what may be done with it', () => {
    const commandsOf = (state: RunState, index = 0) => toRunView(state).phases[index]?.commands;
    assert.deepEqual(commandsOf(running), []);
    assert.deepEqual(commandsOf(running, 1), ['skip']);
    assert.deepEqual(commandsOf(after(running, asking(running, 'plan'))), ['answer']);
    assert.deepEqual(commandsOf(after(running, undecided(running, 'plan'))), ['retry', 'skip', 'accept']);
    assert.deepEqual(commandsOf(after(running, failing(running, 'plan'))), ['retry', 'skip']);
    assert.deepEqual(commandsOf(after(running, { type: 'run-cancelled' })), []);
  });

  it('knows when only a person can go on', () => {
    assert.equal(isWaitingForPerson(running), false);
    assert.equal(isWaitingForPerson(held), true);
    assert.equal(isWaitingForPerson(after(running, asking(running, 'plan'))), true);
    assert.equal(isWaitingForPerson(after(running, undecided(running, 'plan'))), true);
    assert.equal(isWaitingForPerson(after(running, failing(running, 'plan'))), false, 'a failed run waits for nobody');
  });

  it('shows why a phase was skipped, failed or waits', () => {
    const skipped = toRunView(after(held, skipping('build'))).phases[1];
    assert.deepEqual([skipped?.status, skipped?.message], ['skipped', 'Not needed.']);
    const failed = toRunView(after(running, failing(running, 'plan')));
    assert.equal(failed.phases[0]?.failure?.kind, 'server');
    assert.equal(failed.run.message, 'plan: The vendor broke.');
  });
});
