/** What says most about a call, in the order of telling. */
const tellingKeys = ['command', 'path', 'file', 'pattern', 'glob', 'query', 'question', 'url', 'action', 'args', 'phase', 'type', 'summary'];

/** One line about the input of a tool call: the value that says most, or the input itself. */
export function summarizeInput(input: string): string {
  const value = parseObject(input);
  const telling = value && tellingKeys.map((key) => value[key]).find((item) => isShort(item));
  const text = telling === undefined ? input : [telling].flat().join(' ');
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 240);
}

function isShort(item: unknown): item is string | string[] {
  return (typeof item === 'string' && item !== '') || (Array.isArray(item) && item.length > 0 && item.every((part) => typeof part === 'string'));
}

/** Indented when it is JSON, as it is otherwise: an input may be cut short. */
export function prettyInput(input: string): string {
  const value = parseObject(input);
  return value ? JSON.stringify(value, undefined, 2) : input;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
