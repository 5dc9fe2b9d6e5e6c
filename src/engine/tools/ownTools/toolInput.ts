import { ok, type Result } from '../../base/result.ts';
import type { Json, JsonObject, JsonSchema } from '../../model/json.ts';
import { effectOf, type OwnTool } from '../../model/ownTool.ts';
import type { Files } from '../../ports/files.ts';
import { authorizeRead, authorizeWrite } from '../policy/authorize.ts';

/** An object that takes no keys but its own, unless the author says otherwise. */
export function inputSchemaOf({ inputSchema = {} }: OwnTool): JsonSchema {
  return { properties: {}, additionalProperties: false, ...inputSchema, type: 'object' };
}

/** The values of a call, with the schema's `default` for what it leaves out. */
export function withDefaults(schema: JsonSchema, values: JsonObject): JsonObject {
  const defaults = Object.entries(propertiesOf(schema)).flatMap(([name, property]) => (isObject(property) && property['default'] !== undefined ? [[name, property['default']] as const] : []));
  return { ...Object.fromEntries(defaults), ...values };
}

/** Texts of the format `path` become absolute paths that this tool may touch: inside the workspace, not protected. */
export async function resolvePaths(definition: OwnTool, values: JsonObject, files: Files): Promise<Result<JsonObject, string>> {
  const authorize = effectOf(definition) === 'none' ? authorizeRead : authorizeWrite;
  const resolved: Record<string, Json> = { ...values };
  for (const name of pathProperties(definition)) {
    const value = values[name];
    if (typeof value !== 'string') continue;
    const path = await authorize(files, value);
    if (!path.ok) return path;
    resolved[name] = path.value;
  }
  return ok(resolved);
}

function pathProperties({ inputSchema = {} }: OwnTool): readonly string[] {
  return Object.entries(propertiesOf(inputSchema)).flatMap(([name, property]) => (isObject(property) && property['format'] === 'path' ? [name] : []));
}

function propertiesOf({ properties }: JsonSchema): JsonObject {
  return properties !== undefined && isObject(properties) ? properties : {};
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
