/** Throws when an invariant does not hold: a bug of ours, never bad input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (condition === false || condition === null || condition === undefined) throw new Error(`Invariant broken: ${message}`);
}

/** Makes a forgotten member of a union a compile error. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
