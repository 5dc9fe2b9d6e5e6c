import assert from 'node:assert/strict';
import { type ScriptedPlace, scriptedPlace, twoSteps } from './scriptedRun.ts';

const command = 'echo ready; exec sleep 300';
const template = { ...twoSteps, id: 'serving', name: 'Serving', phases: [{ ...twoSteps.phases[0], tools: ['background_command'] }] };

describe('phasegate run, with a command in the background', () => {
  let place: ScriptedPlace;
  beforeEach(async () => {
    place = await scriptedPlace(({ turn }) => ({ calls: [turn === 0 ? { name: 'background_command', input: { action: 'start', command } } : { name: 'submit_artifact', input: { title: 'Done' } }] }));
  });
  afterEach(() => place.close());

  it('tells when it starts and when it has ended: which run and phase, since when', async () => {
    const { code, rows, stderr } = await place.run(template, '--approve', 'all');
    assert.equal(code, 0, stderr);
    const told = rows.filter(({ type }) => String(type).startsWith('background-'));
    const { runId } = rows.find(({ type }) => type === 'summary') ?? {};
    assert.deepEqual(told.map(({ type, id, title, runId: run, phase, ending }) => [type, id, title, run, phase, ending]), [
      ['background-started', 1, command, runId, 'first', undefined],
      ['background-ended', 1, command, runId, 'first', 'cancelled'],
    ]);
    assert.ok(Number(told[0]?.['startedAt']) > 0);
  });
});
