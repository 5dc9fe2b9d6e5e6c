import type { Json } from '../../model/json.ts';
import type { McpInput } from '../../model/mcpServer.ts';
import { fieldOf, isObject, textOf } from '../template/looseTemplate.ts';
import type { Finding, Path } from '../template/problem.ts';

/** What a file asks the person for, as editors write it: `promptString` and `pickString`. */
export function readInputs(file: Json, findings: Finding[]): ReadonlyMap<string, McpInput> {
  const written = fieldOf(file, 'inputs');
  if (written === undefined) return new Map();
  const report = (path: Path, message: string): readonly never[] => {
    findings.push({ path, code: 'shape', message });
    return [];
  };
  if (!Array.isArray(written)) return new Map(report(['inputs'], '"inputs" must be a list.'));
  return new Map(written.flatMap((value: Json, index): readonly (readonly [string, McpInput])[] => {
    const id = isObject(value) ? textOf(value['id']) : undefined;
    if (!isObject(value) || id === undefined || !/^[\w.-]{1,100}$/.test(id)) return report(['inputs', index], 'An input has an "id" of letters, digits, . _ or -.');
    const type = value['type'] ?? 'promptString';
    const options = type === 'pickString' ? optionsOf(value['options']) : [];
    if (type !== 'promptString' && options.length === 0) return report(['inputs', index], `"${id}" must be of type "promptString", or "pickString" with "options" of texts.`);
    const [description, fallback] = [textOf(value['description']), textOf(value['default'])];
    const input: McpInput = { id, isSecret: value['password'] === true, description: description ?? id, ...(fallback !== undefined && { default: fallback }), ...(options.length > 0 && { options }) };
    return [[id, input]];
  }));
}

function optionsOf(written: Json | undefined): readonly string[] {
  const texts = Array.isArray(written) ? written.map((option: Json) => (isObject(option) ? textOf(option['value']) : textOf(option))) : [];
  return texts.every((text) => text !== undefined) ? texts.flatMap((text) => text ?? []) : [];
}
