import * as vscode from 'vscode';
import { json, type Json, jsonObject } from '../../engine/model/json.ts';
import type { PreparedCall, Tool } from '../../engine/ports/tool.ts';

/** The input of one call, as JSON in one line; checked by the tool itself while it is typed. Preparing a call has no side effects. */
export async function askToolInput(tool: Tool): Promise<PreparedCall | undefined> {
  const prepare = async (text: string): Promise<PreparedCall | string> => {
    const input = parse(text);
    if (input === undefined) return vscode.l10n.t('This is not JSON.');
    const prepared = await tool.prepare(input);
    if (prepared.ok) return prepared.value;
    return prepared.error.type === 'refused' ? prepared.error.message : prepared.error.issues.map(({ pointer, message }) => `${pointer || '/'}: ${message}`).join('; ');
  };
  const text = await vscode.window.showInputBox({
    title: tool.name,
    prompt: tool.description.slice(0, 500),
    value: skeleton(tool),
    ignoreFocusOut: true,
    validateInput: async (value) => {
      const prepared = await prepare(value);
      return typeof prepared === 'string' ? prepared : undefined;
    },
  });
  const prepared = text === undefined ? undefined : await prepare(text);
  return typeof prepared === 'string' ? undefined : prepared;
}

function parse(text: string): Json | undefined {
  try {
    return json.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What must be given, empty: a start to type from. */
function skeleton({ inputSchema }: Tool): string {
  const { required, properties } = inputSchema;
  const names = Array.isArray(required) ? required.filter((name: Json): name is string => typeof name === 'string') : [];
  const known = jsonObject.safeParse(properties).data ?? {};
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, emptyOf(known[name])])));
}

const empty: ReadonlyMap<Json | undefined, Json> = new Map<Json | undefined, Json>([['number', 0], ['integer', 0], ['boolean', false], ['array', []], ['object', {}]]);

function emptyOf(schema: Json | undefined): Json {
  return empty.get(jsonObject.safeParse(schema).data?.['type']) ?? '';
}
