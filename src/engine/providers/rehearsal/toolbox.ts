import type { Json, JsonObject } from '../../model/json.ts';
import type { ToolSpec } from '../../ports/languageModel.ts';
import { isJsonArray, isJsonObject } from '../jsonShape.ts';

export interface PlannedCall {
  readonly name: string;
  readonly input: JsonObject;
}

/** The tools of a request, called by what they mean rather than by exact property names. */
export interface Toolbox {
  has(name: string): boolean;
  find(name: string): ToolSpec | undefined;
  /** Nothing when the tool is not offered. */
  call(name: string, input: JsonObject): readonly PlannedCall[];
}

export function toolboxOf(tools: readonly ToolSpec[]): Toolbox {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return {
    has: (name) => byName.has(name),
    find: (name) => byName.get(name),
    call(name, input) {
      const tool = byName.get(name);
      return tool === undefined ? [] : [{ name, input: rename(input, tool.inputSchema) }];
    },
  };
}

/** Other names that tools give to the same thing. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  path: ['file', 'filePath', 'file_path', 'directory', 'target'],
  glob: ['pattern', 'include', 'query'],
  pattern: ['query', 'regex', 'text'],
  command: ['cmd', 'script', 'commandLine'],
  question: ['text', 'prompt', 'message'],
  options: ['choices'],
  content: ['text', 'contents', 'data'],
  edits: ['changes', 'replacements'],
  oldText: ['old_text', 'old', 'search', 'oldString', 'old_string'],
  newText: ['new_text', 'new', 'replace', 'newString', 'new_string'],
};

function rename(input: JsonObject, schema: JsonObject): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : undefined;
  if (properties === undefined) return input;
  const renamed: Record<string, Json> = {};
  for (const [wanted, value] of Object.entries(input)) {
    const name = [wanted, ...(synonyms[wanted] ?? [])].find((candidate) => Object.hasOwn(properties, candidate) && !Object.hasOwn(renamed, candidate));
    if (name !== undefined) renamed[name] = renameInside(value, properties[name]);
  }
  return renamed;
}

function renameInside(value: Json, schema: Json | undefined): Json {
  if (!isJsonArray(value) || !isJsonObject(schema) || !isJsonObject(schema.items)) return value;
  const { items } = schema;
  return value.map((entry) => (isJsonObject(entry) ? rename(entry, items) : entry));
}

/** The first text among an input's values for a meaning, whatever the tool calls it. */
export function inputText(input: JsonObject, meaning: string): string {
  const name = [meaning, ...(synonyms[meaning] ?? [])].find((candidate) => typeof input[candidate] === 'string');
  const value = name === undefined ? undefined : input[name];
  return typeof value === 'string' ? value : '';
}
