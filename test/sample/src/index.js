export { createInvoice } from './invoice.js';
export { parseLines } from './parseLines.js';
export { renderInvoice } from './render.js';
export { dueDate, isOverdue } from './dueDate.js';
