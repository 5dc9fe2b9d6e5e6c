/** A `{{path.to.value}}` in a prompt. */
export interface Placeholder {
  /** UTF-16 offset of its first brace. */
  readonly start: number;
  /** Offset after its last brace. */
  readonly end: number;
  /** What stands between the braces. */
  readonly expression: string;
  /** Its dot-separated parts; empty when it is not a path, or not closed. */
  readonly path: readonly string[];
}

/** Every placeholder of a prompt, from left to right in one pass; what a value brings in is never looked at again. */
export function placeholdersOf(prompt: string): readonly Placeholder[] {
  return [...prompt.matchAll(/\{\{(?:([^{}]*)\}\})?/g)].map((match) => {
    const expression = match[1] ?? '';
    const parts = expression.trim().split('.');
    const isPath = parts.every((part) => /^[\w$-]+$/.test(part));
    return { start: match.index, end: match.index + match[0].length, expression, path: isPath ? parts : [] };
  });
}
