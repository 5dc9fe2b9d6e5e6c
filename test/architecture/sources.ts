import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** One source file, as far as the rules of the house look at it. */
export interface Source {
  /** From `src/`, with forward slashes. */
  readonly file: string;
  readonly lines: number;
  /** Module specifiers as written, static and dynamic. */
  readonly imports: readonly string[];
  readonly functions: readonly { readonly name: string; readonly lines: number }[];
  readonly text: string;
}

export function readSources(root: string): readonly Source[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => readSource(root, file));
}

function readSource(root: string, file: string): Source {
  const text = readFileSync(file, 'utf8');
  const { module, program } = parseSync(file, text);
  const dynamic = module.dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1));
  const reexports = module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])));
  return {
    file: path.relative(root, file).split(path.sep).join('/'),
    lines: text.split('\n').length - 1,
    imports: [...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...reexports, ...dynamic],
    functions: functionsOf(program, text),
    text,
  };
}

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Lines from a function's first to its last, signature included. */
function functionsOf(program: unknown, text: string): Source['functions'] {
  const starts = lineStarts(text);
  const found: { name: string; lines: number }[] = [];
  const visit = (node: unknown, name: string): void => {
    if (Array.isArray(node)) return node.forEach((item) => visit(item, name));
    if (!isNode(node)) return;
    const own = nameOf(node) ?? name;
    if (functionTypes.has(node.type)) found.push({ name: own, lines: lineAt(starts, node.end) - lineAt(starts, node.start) + 1 });
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, own);
  };
  visit(program, '(module)');
  return found;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function nameOf(node: Node): string | undefined {
  const id = node['id'] ?? node['key'];
  return isNode(id) && typeof id['name'] === 'string' ? id['name'] : undefined;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** The value below which the given share of a list lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
