import assert from 'node:assert/strict';
import type { PhaseId } from '../../../src/engine/model/ids.ts';
import { referencedValues, splitPath, valueAt } from '../../../src/engine/workflow/paths.ts';
import { templateOf } from './fixtures.ts';

describe('paths', () => {
  it('splits into phase and fields', () => {
    assert.deepEqual(splitPath('research.risk.level'), { phase: 'research', fields: ['risk', 'level'] });
    assert.deepEqual(splitPath('research'), { phase: 'research', fields: [] });
  });

  it('reads fields and list indexes, and nothing inherited', () => {
    const data = { items: [{ name: 'first' }], none: null };
    assert.equal(valueAt(data, ['items', '0', 'name']), 'first');
    assert.deepEqual(valueAt(data, []), data);
    for (const fields of [['items', '1'], ['none', 'x'], ['constructor'], ['__proto__'], ['items', 'map'], ['items', '0', 'name', '0']]) assert.equal(valueAt(data, fields), undefined, fields.join('.'));
  });

  it('remembers exactly what conditions and loops ask about', () => {
    const template = templateOf(
      { id: 'plan' },
      { id: 'work', dependsOn: ['plan'], loop: { over: 'plan.items', max: 2 }, when: { any: [{ path: 'plan.risk', op: 'exists' }, { not: { path: 'plan.absent', op: 'exists' } }] } },
    );
    const data = { items: ['a'], risk: 'low', secret: 'not asked for' };
    assert.deepEqual(referencedValues(template, 'plan' as PhaseId, data), { 'plan.items': ['a'], 'plan.risk': 'low' });
    assert.deepEqual(referencedValues(template, 'work' as PhaseId, data), {});
  });
});
