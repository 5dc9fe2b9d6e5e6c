import type { Json, JsonObject } from '../model/json.ts';
import type { WorkflowTemplate } from '../model/template.ts';

/** The inputs of a run, with the `default` of the template's input schema for each that was not given. */
export function withInputDefaults({ inputs: schema }: WorkflowTemplate, given: JsonObject): JsonObject {
  const properties = schema?.['properties'];
  if (!isObject(properties)) return given;
  const defaults = Object.entries(properties).flatMap(([name, property]) => (isObject(property) && property['default'] !== undefined ? [[name, property['default']] as const] : []));
  return { ...Object.fromEntries(defaults), ...given };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
