/**
 * Reads lines from text, one for each row: description; quantity; unit price; category.
 * Empty rows and rows that begin with # are skipped.
 */
export function parseLines(text) {
  return text
    .split(/\r?\n/)
    .map((row, index) => ({ row: row.trim(), number: index + 1 }))
    .filter(({ row }) => row !== '' && !row.startsWith('#'))
    .map(parseRow);
}

function parseRow({ row, number }) {
  const [description, quantity, unitPrice, category = 'goods'] = row.split(';').map((cell) => cell.trim());
  if (!description || !quantity || !unitPrice) throw new SyntaxError(`Row ${number}: expected description; quantity; unit price`);
  return { description, quantity: Number(quantity), unitPrice, category };
}
