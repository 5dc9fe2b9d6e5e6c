/** Longer texts count as not matching, so that a slow pattern has a limit. */
export const longestPatternSubject = 10_000;

/** Whether the text matches; patterns are Unicode ones and look at any part of the text. */
export function boundedMatch(pattern: string, text: string): boolean {
  return text.length <= longestPatternSubject && compiled(pattern).test(text);
}

const known = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const expression = known.get(pattern) ?? new RegExp(pattern, 'u');
  if (known.size >= 500) known.clear();
  known.set(pattern, expression);
  return expression;
}
