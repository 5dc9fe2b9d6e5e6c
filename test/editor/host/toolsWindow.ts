import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { nodeFiles } from '../../../src/engine/node/nodeFiles.ts';
import { nodeShell } from '../../../src/engine/node/nodeShell.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import type { Permission } from '../../../src/engine/ports/tool.ts';
import type { Composition } from '../../../src/extension/compose.ts';
import { editorLogins } from '../../../src/extension/host/logins.ts';
import { keyRing } from '../../../src/extension/host/secrets.ts';
import { editorInputs, type InputStorage } from '../../../src/extension/host/serverInputs.ts';
import { composeMcp } from '../../../src/extension/mcp.ts';
import type { Session } from '../../../src/extension/session.ts';
import { composeToolbox } from '../../../src/extension/toolbox.ts';
import type { ToolNode } from '../../../src/extension/tools/toolNode.ts';
import type { ToolsTree } from '../../../src/extension/tools/toolsTree.ts';
import { workspaceRoot } from './workspaceFolder.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A person at the dialogs: what they were shown, and what they answer. */
export interface Person {
  readonly shown: { readonly message: string; readonly detail: string }[];
  readonly errors: string[];
  says: (message: string) => string | undefined;
  types: string;
  /** The boxes they typed into. */
  readonly typed: { readonly prompt: string; readonly password: boolean }[];
  picks: string;
}

/** The parts of a window that have to do with tools, as the extension composes them. */
export async function compose(permission: Permission): Promise<Composition> {
  const workspace = workspaceRoot();
  const files = await nodeFiles(workspace);
  const keys = keyRing(storage());
  const inputs: InputStorage = { keys, values: values(), workspace };
  const mcp = composeMcp(files, silent, { inputs: editorInputs(inputs), logins: editorLogins(inputs) });
  const toolbox = composeToolbox({ workspace, files, shell: nodeShell({}), ripgrepPath: undefined, schemas: outputSchemas(), log: silent, mcp: mcp.source });
  return { workspace, files, mcp, inputs, keys, toolbox, engine: {}, permission, log: silent, isReadOnly: false } as unknown as Composition;
}

function storage(): vscode.SecretStorage {
  const kept = new Map<string, string>();
  return {
    keys: () => Promise.resolve([...kept.keys()]), get: (key) => Promise.resolve(kept.get(key)), onDidChange: () => new vscode.Disposable(() => undefined),
    store: (key, value) => Promise.resolve(void kept.set(key, value)), delete: (key) => Promise.resolve(void kept.delete(key)),
  };
}

function values(): InputStorage['values'] {
  const kept = new Map<string, unknown>();
  return { get: <T>(key: string) => kept.get(key) as T, update: (key, value) => Promise.resolve(void kept.set(key, value)) };
}

export function sessionOf(composition: Composition): Session {
  return { open: () => Promise.resolve(composition), situation: { status: 'open', composition }, onDidChange: () => new vscode.Disposable(() => undefined) } as unknown as Session;
}

export async function linesOf(tree: ToolsTree): Promise<readonly string[]> {
  const line = async (node: ToolNode): Promise<string> => {
    const { label, description } = await tree.getTreeItem(node);
    const name = typeof label === 'string' ? label : '';
    return typeof description === 'string' ? `${name} | ${description}` : name;
  };
  const lines: string[] = [];
  for (const group of await tree.getChildren()) {
    lines.push(await line(group));
    for (const node of await tree.getChildren(group)) lines.push(`  ${await line(node)}`);
  }
  return lines;
}

export function shownText(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}

/** Answers dialogs in the place of a person; the answer puts the editor's own back. */
export function answerDialogs(person: Person): () => void {
  const before = { showErrorMessage: vscode.window.showErrorMessage, showWarningMessage: vscode.window.showWarningMessage, showInputBox: vscode.window.showInputBox, showQuickPick: vscode.window.showQuickPick };
  Object.assign(vscode.window, {
    showWarningMessage(message: string, options?: { readonly detail?: string }) {
      person.shown.push({ message, detail: options?.detail ?? '' });
      return Promise.resolve(person.says(message));
    },
    showErrorMessage(message: string) {
      person.errors.push(message);
      return Promise.resolve(undefined);
    },
    async showInputBox(options: vscode.InputBoxOptions) {
      person.typed.push({ prompt: options.prompt ?? '', password: options.password === true });
      assert.equal(await options.validateInput?.(person.types), undefined);
      return person.types;
    },
    showQuickPick: (items: readonly (string | { readonly label: string })[]) => Promise.resolve(items.find((item) => (typeof item === 'string' ? item : item.label) === person.picks)),
  });
  return () => void Object.assign(vscode.window, before);
}
