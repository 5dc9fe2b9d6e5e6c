import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { err, ok, type Result } from '../../engine/base/result.ts';
import type { McpInput } from '../../engine/model/mcpServer.ts';
import type { ServerInputs, ServerInputsRequest } from '../../engine/ports/serverInputs.ts';
import type { KeyRing } from './secrets.ts';

export interface InputStorage {
  /** For passwords. */
  readonly keys: Pick<KeyRing, 'get' | 'store' | 'remove'>;
  /** For everything else. */
  readonly values: Pick<vscode.Memento, 'get' | 'update'>;
  /** The canonical workspace folder. */
  readonly workspace: string;
}

/** Asks for each input once for each definition of a server, and keeps the answer; a changed definition does not get what was given to another. */
export function editorInputs(storage: InputStorage): ServerInputs {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const values = last.then(() => valuesOf(storage, request));
    last = values.catch(() => undefined);
    return values;
  };
}

/** So that the next start asks anew. */
export async function forgetInputs({ keys, values, workspace }: InputStorage, request: ServerInputsRequest): Promise<void> {
  for (const { id, isSecret } of request.inputs) {
    const name = nameOf(workspace, request, id);
    await (isSecret ? keys.remove(name) : values.update(name, undefined));
  }
}

async function valuesOf(storage: InputStorage, request: ServerInputsRequest): Promise<Result<ReadonlyMap<string, string>, string>> {
  const found = new Map<string, string>();
  for (const input of request.inputs) {
    const value = await valueOf(storage, request, input);
    if (value === undefined) return err(vscode.l10n.t('It needs "{0}" from you, which was not given. Allow the server in the Tools view, or retry the phase, to be asked again.', input.id));
    found.set(input.id, value);
  }
  return ok(found);
}

async function valueOf({ keys, values, workspace }: InputStorage, request: ServerInputsRequest, input: McpInput): Promise<string | undefined> {
  const name = nameOf(workspace, request, input.id);
  const known = input.isSecret ? await keys.get(name) : values.get<string>(name);
  if (known !== undefined) return known;
  const given = await ask(request.server, input);
  if (given !== undefined) await (input.isSecret ? keys.store(name, given) : values.update(name, given));
  return given;
}

async function ask(server: string, { description, isSecret, default: value, options }: McpInput): Promise<string | undefined> {
  const title = vscode.l10n.t('MCP server {0}', server);
  if (options) return vscode.window.showQuickPick([...options], { title, placeHolder: description, ignoreFocusOut: true });
  return vscode.window.showInputBox({ title, prompt: description, password: isSecret, ignoreFocusOut: true, ...(value !== undefined && { value }) });
}

/** The user's own definition is the same in every workspace. */
function nameOf(workspace: string, { server, source, definition }: ServerInputsRequest, id: string): string {
  const place = createHash('sha256').update(JSON.stringify([source === 'workspace' ? workspace : '', server, definition])).digest('hex').slice(0, 32);
  return `mcp-input.${place}.${id}`;
}
