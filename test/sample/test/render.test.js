import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueDate, isOverdue } from '../src/dueDate.js';
import { createInvoice } from '../src/invoice.js';
import { renderInvoice } from '../src/render.js';

test('the print-out ends with the total', () => {
  const text = renderInvoice(createInvoice({ number: '2026-014', customer: 'Rosa Lind', lines: [{ description: 'Hand plane', quantity: 1, unitPrice: '89.00' }] }));

  assert.match(text, /^Invoice 2026-014\nRosa Lind\n/);
  assert.match(text, /Total +106\.80$/);
});

test('an invoice is overdue on the day after it is due', () => {
  const invoice = { date: '2026-03-02' };

  assert.equal(dueDate(invoice), '2026-03-16');
  assert.equal(isOverdue(invoice, '2026-03-16'), false);
  assert.equal(isOverdue(invoice, '2026-03-17'), true);
});
