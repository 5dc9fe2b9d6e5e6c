/** Longest text a person can write to a phase, in UTF-16 code units. */
export const longestSteering = 20_000;
