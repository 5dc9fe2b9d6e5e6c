const daysToPay = 14;
const dayMs = 24 * 60 * 60 * 1000;

export function dueDate(invoice) {
  return new Date(Date.parse(invoice.date) + daysToPay * dayMs).toISOString().slice(0, 10);
}

/** Whether an unpaid invoice is past its due date on the given day (YYYY-MM-DD). */
export function isOverdue(invoice, today) {
  return today > dueDate(invoice);
}
