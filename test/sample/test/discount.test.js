import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyDiscount, discountPercent } from '../src/discount.js';

test('small quantities get no discount', () => {
  assert.equal(discountPercent(1), 0);
  assert.equal(discountPercent(9), 0);
});

test('large quantities get the discount of their tier', () => {
  assert.equal(discountPercent(25), 3);
  assert.equal(discountPercent(75), 7);
  assert.equal(discountPercent(250), 12);
});

test('a tier begins at its threshold', () => {
  assert.equal(discountPercent(10), 3);
  assert.equal(discountPercent(50), 7);
  assert.equal(discountPercent(100), 12);
});

test('the discount is taken off the price', () => {
  assert.equal(applyDiscount(10_000, 60), 9_300);
});
