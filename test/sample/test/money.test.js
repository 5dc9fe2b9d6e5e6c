import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAmount, parseAmount, percentOf } from '../src/money.js';

test('amounts are read as cents', () => {
  assert.equal(parseAmount('12.40'), 1_240);
  assert.equal(parseAmount('7'), 700);
  assert.equal(parseAmount('0.5'), 50);
});

test('what is not an amount is refused', () => {
  for (const text of ['', '12,40', '-1', '1.234', 'ten']) assert.throws(() => parseAmount(text), RangeError);
});

test('cents are printed with two decimals', () => {
  assert.equal(formatAmount(1_240), '12.40');
  assert.equal(formatAmount(5), '0.05');
  assert.equal(formatAmount(-250), '-2.50');
});

test('percentages are rounded to the cent', () => {
  assert.equal(percentOf(999, 7), 70);
});
