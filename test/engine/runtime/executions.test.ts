import assert from 'node:assert/strict';
import type { ExecutionId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Question } from '../../../src/engine/model/wait.ts';
import { Executions, type LiveExecution } from '../../../src/engine/runtime/executions.ts';

const id = 'run/plan/1' as ExecutionId;
const call = 'run/plan/1/1.1' as ToolCallId;
const question: Question = { call, kind: 'question', text: 'Which?', options: [] };

describe('executions', () => {
  it('keeps an answer that comes before its question, for one taking', async () => {
    const executions = new Executions();
    const live = begin(executions);
    executions.answer(id, { call, answer: 'Blue' });
    assert.equal(live.takeEarlyAnswer(question), 'Blue');
    assert.equal(live.takeEarlyAnswer(question), undefined);
    await executions.stopAll();
  });

  it('delivers an answer to whoever waits for it', async () => {
    const executions = new Executions();
    const answer = begin(executions).answerTo(question);
    executions.answer(id, { call, answer: 'Blue' });
    assert.equal(await answer, 'Blue');
    await executions.stopAll();
  });

  it('wakes whoever waits when it is stopped, also when it was stopped before', async () => {
    const executions = new Executions();
    const live = begin(executions);
    const answer = live.answerTo(question);
    assert.equal(executions.stop(id), true);
    await assert.rejects(answer, /Stopped/);
    await assert.rejects(live.answerTo(question), /Stopped/);
    await executions.stopAll();
    assert.equal(executions.stop(id), false, 'there is nothing to stop any more');
  });

  it('begins once, takes a suspension back, and may begin again when it is told of the end', async () => {
    const executions = new Executions();
    const live = begin(executions);
    executions.suspend(id);
    assert.equal(live.isSuspended(), true);
    executions.start(id, () => assert.fail('it is under way'), () => {});
    assert.equal(live.isSuspended(), false);
    await executions.stopAll();

    const again = new Promise<void>((resolve) => {
      executions.start(id, async () => {}, () => executions.start(id, async () => resolve(), () => {}));
    });
    await again;
  });
});

/** Work that goes on until it is stopped. */
function begin(executions: Executions): LiveExecution {
  let begun: LiveExecution | undefined;
  executions.start(id, (live) => {
    begun = live;
    return new Promise((resolve) => live.signal.addEventListener('abort', () => resolve(), { once: true }));
  }, () => {});
  assert(begun);
  return begun;
}
