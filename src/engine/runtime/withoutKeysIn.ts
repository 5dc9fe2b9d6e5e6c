import type { Redaction } from '../base/redaction.ts';
import type { RunCommand } from '../model/command.ts';
import type { Json } from '../model/json.ts';
import { mapText } from '../model/jsonText.ts';

/** A key that a person pasted is not kept either. */
export function withoutKeysIn(command: RunCommand, { keys }: Redaction): RunCommand {
  if (command.type === 'steer') return { ...command, text: keys(command.text) };
  if (command.type === 'answer') return { ...command, answer: keys(command.answer) };
  return command.type === 'accept' ? { ...command, data: mapText(command.data, keys) } : command;
}

export function inputsWithoutKeys(inputs: Readonly<Record<string, Json>>, { keys }: Redaction): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, mapText(value, keys)]));
}
