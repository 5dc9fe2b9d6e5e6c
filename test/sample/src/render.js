import { formatAmount } from './money.js';

const width = 48;

export function renderInvoice(invoice) {
  return [
    `Invoice ${invoice.number}`,
    invoice.customer,
    '-'.repeat(width),
    ...invoice.lines.map(renderLine),
    '-'.repeat(width),
    row('Net', formatAmount(invoice.net)),
    row('Tax', formatAmount(invoice.tax)),
    row('Total', formatAmount(invoice.total)),
  ].join('\n');
}

function renderLine({ description, quantity, net }) {
  return row(`${quantity} x ${description}`, formatAmount(net));
}

function row(label, amount) {
  return label.slice(0, width - amount.length - 1).padEnd(width - amount.length) + amount;
}
