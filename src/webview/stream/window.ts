/** Entries rendered at first, and more with every request. */
export const windowStep = 200;

/** The newest entries and the number of those before them. */
export function windowOf<T>(entries: readonly T[], extra: number): { readonly hidden: number; readonly shown: readonly T[] } {
  const hidden = Math.max(0, entries.length - windowStep - extra);
  return { hidden, shown: entries.slice(hidden) };
}
