import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { nodeIds } from '../engine/node/nodeIds.ts';
import { systemClock } from '../engine/node/systemClock.ts';
import type { StoreOptions } from '../engine/storage/openStore.ts';

/** One store for each folder, whatever window or path it is opened by. */
export function storeFolder(context: vscode.ExtensionContext, workspace: string): string {
  return join(context.globalStorageUri.fsPath, createHash('sha256').update(workspace).digest('hex'));
}

/** What opening, checking and restoring the store of a canonical workspace folder needs. */
export function storeOptions(context: vscode.ExtensionContext, workspace: string): Omit<StoreOptions, 'log'> {
  return {
    folder: storeFolder(context, workspace),
    wasmPath: context.asAbsolutePath('dist/sql-wasm.wasm'),
    clock: systemClock(),
    ids: nodeIds(),
    owner: `${vscode.env.appName} on ${workspace}`,
  };
}

/** The folder whose store this window uses. */
export function canonicalFolder(folder: vscode.WorkspaceFolder): Promise<string> {
  return realpath(folder.uri.fsPath);
}
