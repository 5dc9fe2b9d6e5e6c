import { percentOf } from './money.js';

const standardRate = 20;
const reducedRate = 10;
const reducedCategories = new Set(['book', 'food']);

export function taxRate(category) {
  return reducedCategories.has(category) ? reducedRate : standardRate;
}

export function taxOn(cents, category) {
  return percentOf(cents, taxRate(category));
}
