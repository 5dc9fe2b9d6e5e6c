import assert from 'node:assert/strict';
import type { Json } from '../../../src/engine/model/json.ts';
import type { PredicateOperator } from '../../../src/engine/model/predicate.ts';
import { holds } from '../../../src/engine/workflow/predicate.ts';

const values = { 'a.n': 3, 'a.s': 'high', 'a.list': [1, { x: [2] }], 'a.null': null };

function asks(path: string, op: PredicateOperator, value?: Json): boolean {
  return holds({ path, op, ...(value !== undefined && { value }) }, values);
}

describe('predicate', () => {
  it('compares numbers with numbers and texts with texts', () => {
    assert.deepEqual([asks('a.n', 'gt', 2), asks('a.n', 'ge', 3), asks('a.n', 'lt', 3), asks('a.n', 'le', 3)], [true, true, false, true]);
    assert.deepEqual([asks('a.s', 'gt', 'a'), asks('a.s', 'lt', 'high'), asks('a.n', 'gt', '2'), asks('a.s', 'le', 5)], [true, false, false, false]);
  });

  it('compares whole values', () => {
    assert.equal(asks('a.list', 'eq', [1, { x: [2] }]), true);
    assert.equal(asks('a.list', 'eq', { 0: 1, 1: { x: [2] } }), false);
    assert.equal(asks('a.null', 'eq', null), true);
    assert.equal(asks('a.s', 'in', ['low', 'high']), true);
    assert.equal(asks('a.s', 'ne', 'low'), true);
  });

  it('finds a pattern in a text', () => {
    assert.equal(asks('a.s', 'matches', '^hi'), true);
    assert.equal(asks('a.n', 'matches', '3'), false);
  });

  it('answers every comparison with something absent by no; only not turns it', () => {
    for (const op of ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'in', 'matches', 'exists'] as const) assert.equal(asks('a.absent', op, op === 'exists' ? true : ''), false, op);
    assert.equal(asks('toString', 'exists'), false);
    assert.equal(asks('a.absent', 'exists', false), true);
    assert.equal(holds({ not: { path: 'a.absent', op: 'eq', value: 1 } }, values), true);
  });

  it('combines', () => {
    const [yes, no] = [{ path: 'a.n', op: 'eq', value: 3 }, { path: 'a.n', op: 'eq', value: 4 }] as const;
    assert.deepEqual([holds({ all: [yes, no] }, values), holds({ any: [no, yes] }, values), holds({ not: { all: [no] } }, values)], [false, true, true]);
  });
});
