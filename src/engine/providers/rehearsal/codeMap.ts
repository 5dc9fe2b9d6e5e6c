import { maskProse } from './mutations.ts';

/** A declaration at the top of a file, with everything up to the next one. */
export interface Declaration {
  readonly path: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const declaration = /^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\s*\*?|const|let|var|class|def|func|fn|pub fn)\s+(\w+)/gm;

export function declarationsOf(path: string, text: string): readonly Declaration[] {
  const found = [...maskProse(text).matchAll(declaration)];
  return found.map((match, index) => ({ path, name: match[1] ?? '', start: match.index, end: found[index + 1]?.index ?? text.length }));
}

/** Workspace files that a file imports by a relative path. */
export function importsOf(path: string, text: string, files: readonly string[]): readonly string[] {
  const specifiers = [...text.matchAll(/\b(?:from|import|require\()\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g)].map(([, specifier = '']) => specifier);
  return [...new Set(specifiers.flatMap((specifier) => resolveImport(path, specifier, files)))];
}

function resolveImport(from: string, specifier: string, files: readonly string[]): readonly string[] {
  const parts = from.split('/').slice(0, -1);
  for (const segment of specifier.split('/')) {
    if (segment === '..') parts.pop();
    else if (segment !== '.') parts.push(segment);
  }
  const target = parts.join('/');
  const stem = target.replace(/\.[cm]?[jt]sx?$/, '');
  const found = [target, ...['.ts', '.tsx', '.js', '.jsx', '.mjs', '/index.ts', '/index.js'].map((ending) => stem + ending)].find((candidate) => files.includes(candidate));
  return found === undefined ? [] : [found];
}

/** Names that a text calls or mentions as code. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set(maskProse(text).match(/\b[A-Za-z_]\w*\b/g) ?? []);
}

/** The test around a line (one-based), or the test with this name. */
export function testBlock(text: string, where: { readonly line: number } | { readonly name: string }): string {
  const lines = text.split('\n');
  const isStart = (line: string): boolean => /^\s*(?:test|it|describe|def test|func Test)\b/.test(line);
  const at = 'line' in where ? where.line - 1 : lines.findIndex((line) => line.includes(where.name));
  if (at < 0 || at >= lines.length) return '';
  const start = lines.slice(0, at + 1).findLastIndex(isStart);
  const next = lines.slice(at + 1).findIndex(isStart);
  return lines.slice(Math.max(0, start), next < 0 ? lines.length : at + 1 + next).join('\n');
}
