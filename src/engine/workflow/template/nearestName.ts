/** ` Did you mean "x"?`, when a known name is close enough to be meant; otherwise nothing. */
export function suggestion(name: string, known: readonly string[]): string {
  if (name.length < 3 || name.length > 64) return '';
  let nearest: string | undefined;
  let least = Math.floor(name.length / 3) + 1;
  for (const candidate of known) {
    const steps = Math.abs(candidate.length - name.length) < least ? editDistance(name.toLowerCase(), candidate.toLowerCase()) : least;
    if (steps < least) [nearest, least] = [candidate, steps];
  }
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** Levenshtein distance. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let index = 0; index < left.length; index += 1) {
    const next = [index + 1];
    for (let column = 1; column <= right.length; column += 1) {
      const substituted = (row[column - 1] ?? 0) + (left[index] === right[column - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
