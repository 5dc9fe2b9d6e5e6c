import assert from 'node:assert/strict';
import type { Fact, RunEvent } from '../../../src/engine/model/fact.ts';
import type { ExecutionId, PhaseId, RunId } from '../../../src/engine/model/ids.ts';
import { LiveTexts } from '../../../src/extension/views/liveTexts.ts';

const plan = 'plan' as PhaseId;
const build = 'build' as PhaseId;

function fact(seq: number, event: RunEvent): Fact {
  return { runId: 'run-1' as RunId, seq, at: seq, event };
}

function said(seq: number, role: 'user' | 'assistant', phase = plan): Fact {
  return fact(seq, { type: 'message-added', phase, execution: 'e' as ExecutionId, ordinal: seq, role, content: { text: '{}' } });
}

describe('the texts of turns under way', () => {
  it('grow piece by piece, for each phase by itself, until a fact settles them', () => {
    const texts = new LiveTexts();
    texts.append(plan, 'I look ');
    texts.append(build, 'I build.');
    texts.append(plan, 'around.');
    assert.deepEqual([texts.of(plan), texts.of(build)], ['I look around.', 'I build.']);
    texts.settle([said(5, 'assistant')]);
    assert.deepEqual([texts.of(plan), texts.of(build)], ['', 'I build.']);
  });

  it('stay while a person writes, and while other facts come', () => {
    const texts = new LiveTexts();
    texts.append(plan, 'Meanwhile');
    texts.settle([fact(2, { type: 'steering-given', phase: plan, text: 'Faster!' }), said(3, 'user'), fact(4, { type: 'auto-set', isAuto: true }), said(5, 'assistant', build)]);
    assert.equal(texts.of(plan), 'Meanwhile');
  });

  it('are not settled by what was known when they began', () => {
    const texts = new LiveTexts();
    texts.settle([said(7, 'assistant')]);
    texts.append(plan, 'The next turn');
    texts.settle([said(6, 'assistant'), said(7, 'assistant')]);
    assert.equal(texts.of(plan), 'The next turn');
    texts.settle([said(8, 'assistant')]);
    assert.equal(texts.of(plan), '');
  });

  it('stay bounded, and are forgotten with their run', () => {
    const texts = new LiveTexts();
    for (let index = 0; index < 100; index += 1) texts.append(plan, 'x'.repeat(1_000));
    assert.equal(texts.of(plan).length, 50_000);
    texts.clear();
    assert.equal(texts.of(plan), '');
  });
});
