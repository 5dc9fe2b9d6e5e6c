import type { Shortage } from '../../engine/model/budget.ts';

/** Calls cost fractions of a cent. */
export function formatAmount(amount: number, unit: Shortage['unit']): string {
  if (unit === 'tokens') return `${amount.toLocaleString('en-US')} tokens`;
  return `$${amount.toFixed(amount > 0 && amount < 1 ? 4 : 2)}`;
}

export function formatShare({ unit, spent, cap }: Pick<Shortage, 'unit' | 'spent' | 'cap'>): string {
  return unit === 'tokens' ? `${spent.toLocaleString('en-US')} of ${formatAmount(cap, unit)}` : `${formatAmount(spent, unit)} of ${formatAmount(cap, unit)}`;
}
