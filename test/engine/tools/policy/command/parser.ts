import { join, resolve } from 'node:path';
import { commandParser } from '../../../../../src/engine/tools/policy/command/commandParser.ts';

const packages = resolve(import.meta.dirname, '../../../../../node_modules');

export const parserFiles = { runtime: join(packages, 'web-tree-sitter/web-tree-sitter.wasm'), grammar: join(packages, 'tree-sitter-bash/tree-sitter-bash.wasm') };

/** One for all tests: loading takes longer than parsing. */
export const parser = commandParser(parserFiles);
