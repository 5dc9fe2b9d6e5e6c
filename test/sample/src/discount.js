import { percentOf } from './money.js';

/** Quantity discounts of a line, the highest threshold first. */
const tiers = [
  { minimum: 100, percent: 12 },
  { minimum: 50, percent: 7 },
  { minimum: 10, percent: 3 },
];

/** The discount for a quantity, in percent. */
export function discountPercent(quantity) {
  const tier = tiers.find(({ minimum }) => quantity > minimum);
  return tier ? tier.percent : 0;
}

export function applyDiscount(cents, quantity) {
  return cents - percentOf(cents, discountPercent(quantity));
}
