import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLines } from '../src/parseLines.js';

test('rows become lines', () => {
  assert.deepEqual(parseLines('# order\n\nOak board; 50; 12.40\nBread; 2; 4.00; food\n'), [
    { description: 'Oak board', quantity: 50, unitPrice: '12.40', category: 'goods' },
    { description: 'Bread', quantity: 2, unitPrice: '4.00', category: 'food' },
  ]);
});

test('an incomplete row is named', () => {
  assert.throws(() => parseLines('Oak board; 50'), /Row 1/);
});
