import assert from 'node:assert/strict';
import type { Fact, RunEvent } from '../../../src/engine/model/fact.ts';
import type { CheckpointId, ExecutionId, PhaseId, ProjectId, RunId } from '../../../src/engine/model/ids.ts';
import { workflowTemplate } from '../../../src/engine/model/template.ts';
import { noUsage } from '../../../src/engine/model/usage.ts';
import { advance, replay } from '../../../src/engine/workflow/replay.ts';
import { changedPhases } from '../../../src/extension/views/runChanges.ts';

const phase = 'plan' as PhaseId;
const execution = 'run-1/plan/1' as ExecutionId;
const template = workflowTemplate.parse({
  id: 'two', name: 'Two', version: 1,
  phases: [
    { id: 'plan', name: 'Plan', type: 'automated', prompt: 'Plan.', output: 'decision-log' },
    { id: 'build', name: 'Build', type: 'automated', prompt: 'Build.', output: 'change-set', dependsOn: ['plan'] },
  ],
});
const begun: readonly RunEvent[] = [
  { type: 'run-created', project: 'project-1' as ProjectId, template, inputs: { goal: 'x' }, isAuto: true, model: null, maxParallel: 4 },
  { type: 'run-started' },
  { type: 'phase-started', phase, execution, attempt: 1, iteration: null, model: 'balanced' },
];
const turn: RunEvent = { type: 'turn-ended', phase, execution, turn: 1, model: 'rehearsal/standard', reason: 'stop', usage: { ...noUsage, inputTokens: 5 } };

describe('what a view is told after a commit', () => {
  it('is the phase that moved, while only its counters moved', () => {
    assert.deepEqual(changed(begun, turn), ['plan']);
  });

  it('is every phase once a situation changed, because what they allow may have changed with it', () => {
    assert.deepEqual(changed(begun, { type: 'phase-failed', phase, execution, failure: { kind: 'timeout', message: 'late', isRetryable: false } }), ['plan', 'build']);
    assert.deepEqual(changed(begun, { type: 'run-paused', reason: 'user', message: 'Paused by you.' }), ['plan', 'build']);
  });

  it('is every phase when a checkpoint comes or its files are back, because going back is allowed or not', () => {
    const paused: readonly RunEvent[] = [...begun, { type: 'run-paused', reason: 'user', message: '' }];
    const checkpoint: RunEvent = { type: 'checkpoint-taken', phase: null, checkpoint: 'c' as CheckpointId, snapshot: 's' };
    assert.deepEqual(changed(paused, checkpoint), ['plan', 'build']);
    const restoring: readonly RunEvent[] = [...paused, checkpoint, { type: 'run-rolled-back', checkpoint: 'c' as CheckpointId, safety: 'c' as CheckpointId, message: '' }];
    assert.deepEqual(changed(restoring, { type: 'files-restored', checkpoint: 'c' as CheckpointId, changed: 0, skipped: [], problem: null }), ['plan', 'build']);
  });

  it('is nothing where no phase is concerned', () => {
    assert.deepEqual(changed(begun, { type: 'auto-set', isAuto: false }), []);
  });
});

function changed(before: readonly RunEvent[], event: RunEvent): readonly string[] {
  const facts = toFacts([...before, event]);
  const last = facts.at(-1);
  assert.ok(last);
  const state = replay(facts.slice(0, -1));
  return changedPhases(state, advance(state, last)).map(({ id }) => id);
}

function toFacts(events: readonly RunEvent[]): Fact[] {
  return events.map((event, index) => ({ runId: 'run-1' as RunId, seq: index + 1, at: 1_000 + index, event }));
}
