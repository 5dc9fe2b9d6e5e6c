import { revealHidden } from '../../base/hiddenText.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { type CommandPart, placeholder } from '../../model/ownTool.ts';

/** What the system takes as one command line, with room for the environment. */
const longestCommand = 100_000;

/**
 * Program and arguments with the values of a call. A value is one argument or part of one, whatever it holds, and never an
 * option; a list is one argument for each entry. The error is for a model.
 */
export function renderCommand(command: readonly CommandPart[], values: JsonObject): Result<readonly string[], string> {
  const texts = command.flatMap((part) => (typeof part === 'string' ? [part] : isGiven(values[part.when]) ? part.args : []));
  const rendered: string[] = [];
  for (const text of texts) {
    const made = fill(text, values);
    const option = rendered.includes('--') ? undefined : made.find((argument) => isOption(text, argument, values));
    if (option !== undefined) return err(`The value "${revealHidden(option).slice(0, 100)}" begins with "-", so the program would take it for an option. Give a value that does not.`);
    rendered.push(...made);
  }
  if (rendered.some((argument) => argument.includes('\0'))) return err('A value holds a zero byte, which no argument can.');
  return rendered.join(' ').length > longestCommand ? err(`The arguments have more than ${longestCommand.toLocaleString('en')} characters together. Give shorter values, or name a file.`) : ok(rendered);
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== false;
}

function fill(text: string, values: JsonObject): readonly string[] {
  const [whole] = text.matchAll(placeholder);
  const list = whole && whole[0] === text.trim() ? values[whole[1] ?? ''] : undefined;
  if (Array.isArray(list)) return list.map((item: Json) => toArgument(item));
  return [text.replaceAll(placeholder, (_, name: string) => toArgument(values[name]))];
}

function toArgument(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Numbers may be negative; a text that begins like an option was chosen by the model, not by the tool's author. */
function isOption(text: string, argument: string, values: JsonObject): boolean {
  const [first] = text.matchAll(placeholder);
  return first?.index === 0 && argument.startsWith('-') && typeof values[first[1] ?? ''] !== 'number';
}
