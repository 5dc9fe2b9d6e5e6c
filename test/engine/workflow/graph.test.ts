import assert from 'node:assert/strict';
import type { PhaseId } from '../../../src/engine/model/ids.ts';
import { ancestorsOf, graphOf, topologicalOrder } from '../../../src/engine/workflow/graph.ts';
import { templateOf } from './fixtures.ts';

const template = templateOf({ id: 'd', dependsOn: ['b', 'c'] }, { id: 'b', dependsOn: ['a'] }, { id: 'c', dependsOn: ['b'] }, { id: 'a' });

describe('graph', () => {
  it('knows dependents and the longest way to each phase, in any order of writing', () => {
    const { depth, dependents } = graphOf(template);
    assert.deepEqual(Object.fromEntries(depth), { a: 0, b: 1, c: 2, d: 3 });
    assert.deepEqual(dependents.get('b' as PhaseId), ['d', 'c']);
  });

  it('is computed once per template', () => {
    assert.equal(graphOf(template), graphOf(template));
  });

  it('finds everything upstream', () => {
    assert.deepEqual([...ancestorsOf(template.phases, 'd' as PhaseId)].toSorted(), ['a', 'b', 'c']);
    assert.deepEqual([...ancestorsOf(template.phases, 'a' as PhaseId)], []);
  });

  it('leaves a cycle and what is behind it out of the order', () => {
    const { phases } = templateOf({ id: 'a' }, { id: 'b', dependsOn: ['c'] }, { id: 'c', dependsOn: ['b'] }, { id: 'd', dependsOn: ['c'] });
    const dependents = graphOf({ ...template, phases }).dependents;
    assert.deepEqual(topologicalOrder(phases, dependents).map(({ id }) => id), ['a']);
  });
});
