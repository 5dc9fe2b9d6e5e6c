import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandParserFiles } from '../engine/tools/policy/command/commandParser.ts';
import { userFolder } from '../engine/node/userFolder.ts';

export function userTemplates(): string {
  return path.join(userFolder(), 'templates');
}

/** One store for each workspace folder, whatever path it was named by. */
export function defaultStore(workspace: string): string {
  const canonical = existsSync(workspace) ? realpathSync(workspace) : workspace;
  return path.join(userFolder(), 'stores', createHash('sha256').update(canonical).digest('hex').slice(0, 16));
}

export function builtInTemplates(): string {
  return path.join(packageFolder(), 'templates');
}

export function wasmFile(): string {
  const bundled = path.join(packageFolder(), 'dist/sql-wasm.wasm');
  return existsSync(bundled) ? bundled : path.join(packageFolder(), 'node_modules/sql.js/dist/sql-wasm.wasm');
}

/** Of the command parser: beside the bundle, or in the packages. */
export function parserFiles(): CommandParserFiles {
  const find = (name: string, source: string): string => {
    const bundled = path.join(packageFolder(), 'dist', name);
    return existsSync(bundled) ? bundled : path.join(packageFolder(), 'node_modules', source, name);
  };
  return { runtime: find('web-tree-sitter.wasm', 'web-tree-sitter'), grammar: find('tree-sitter-bash.wasm', 'tree-sitter-bash') };
}

/** The folder that holds package.json, from the bundle as from the sources. */
function packageFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json')) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  return folder;
}
