/** What work owes to outputs that a person accepted unvalidated; empty where it owes nothing. */
export function taintText(restsOnForced: readonly string[]): string {
  return restsOnForced.length === 0 ? '' : `rests on an output accepted unvalidated: ${restsOnForced.join(', ')}`;
}
