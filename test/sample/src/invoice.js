import { applyDiscount } from './discount.js';
import { parseAmount } from './money.js';
import { taxOn } from './tax.js';

/**
 * Builds an invoice from its lines. Amounts are whole cents.
 * Throws when a line has no positive whole quantity.
 */
export function createInvoice({ number, customer, lines, date = null }) {
  const priced = lines.map(priceLine);
  const net = sumOf(priced, 'net');
  const tax = sumOf(priced, 'tax');
  return { number, customer, date, lines: priced, net, tax, total: net + tax };
}

function priceLine({ description, quantity, unitPrice, category = 'goods' }) {
  if (!Number.isInteger(quantity) || quantity <= 0) {
    throw new RangeError(`Quantity of "${description}" must be a positive whole number`);
  }
  const gross = parseAmount(unitPrice) * quantity;
  const net = applyDiscount(gross, quantity);
  return { description, quantity, category, gross, net, tax: taxOn(net, category) };
}

function sumOf(lines, field) {
  return lines.reduce((sum, line) => sum + line[field], 0);
}
