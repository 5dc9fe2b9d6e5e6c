import { json, type JsonObject } from '../model/json.ts';
import type { ModelToolCall } from '../model/message.ts';
import { isJsonObject } from './jsonShape.ts';

/** A call as it came over the wire. */
export interface RawCall {
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
}

/** A call whose arguments are not one whole object, or that was never completed, carries them raw and must not run. */
export function toModelCall({ id, name, argumentsText }: RawCall, isComplete: boolean): ModelToolCall {
  const input = isComplete ? parseArguments(argumentsText) : undefined;
  return input === undefined ? { id, name, input: null, malformed: argumentsText } : { id, name, input };
}

/** No text at all stands for no arguments. */
export function parseArguments(text: string): JsonObject | undefined {
  if (text.trim() === '') return {};
  try {
    const parsed = json.safeParse(JSON.parse(text));
    return parsed.success && isJsonObject(parsed.data) ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
