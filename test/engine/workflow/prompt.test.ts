import assert from 'node:assert/strict';
import { renderPrompt } from '../../../src/engine/workflow/prompt.ts';

describe('prompt', () => {
  const scope = { input: { goal: 'Fix it', odd: '{{artifacts.plan.secret}}' }, artifacts: { plan: { summary: 'S', list: [1] } }, loop: { item: { title: 'T' }, index: 2 } };

  it('fills in inputs, artifacts and the loop', () => {
    assert.equal(renderPrompt('{{input.goal}}: {{ artifacts.plan.summary }} {{loop.item.title}} {{loop.index}}', scope), 'Fix it: S T 2');
    assert.equal(renderPrompt('{{artifacts.plan.list}}', scope), '[\n  1\n]');
  });

  it('never reads a value as a placeholder', () => {
    assert.equal(renderPrompt('{{input.odd}}', scope), '{{artifacts.plan.secret}}');
  });

  it('says what has no value', () => {
    assert.equal(renderPrompt('{{artifacts.skipped.x}}', scope), '(no value for artifacts.skipped.x)');
    assert.equal(renderPrompt('{{loop.item}}', { input: {}, artifacts: {} }), '(no value for loop.item)');
    assert.equal(renderPrompt('{{input.constructor}}', scope), '(no value for input.constructor)');
  });
});
