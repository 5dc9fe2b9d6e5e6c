import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInvoice } from '../src/invoice.js';

test('an invoice adds up net, tax and total', () => {
  const invoice = createInvoice({
    number: '1',
    customer: 'Rosa Lind',
    lines: [
      { description: 'Hand plane', quantity: 1, unitPrice: '89.00' },
      { description: 'Joinery handbook', quantity: 2, unitPrice: '30.50', category: 'book' },
    ],
  });

  assert.equal(invoice.net, 15_000);
  assert.equal(invoice.tax, 1_780 + 610);
  assert.equal(invoice.total, 17_390);
});

test('a quantity discount counts before tax', () => {
  const { net, tax } = createInvoice({ number: '2', customer: 'Rosa Lind', lines: [{ description: 'Dowel', quantity: 200, unitPrice: '0.50' }] });

  assert.equal(net, 8_800);
  assert.equal(tax, 1_760);
});

test('a quantity must be a positive whole number', () => {
  const withQuantity = (quantity) => () => createInvoice({ number: '3', customer: '', lines: [{ description: 'Dowel', quantity, unitPrice: '1' }] });

  assert.throws(withQuantity(0), RangeError);
  assert.throws(withQuantity(1.5), RangeError);
});
