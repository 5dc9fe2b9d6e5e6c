import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { quantile, readSources, type Source } from './architecture/sources.ts';

/** A folder may import itself and what its row names, nothing else (ARCHITECTURE.md). */
const layers: Readonly<Record<string, readonly string[]>> = {
  'engine/base': [],
  'engine/model': ['engine/base', 'zod'],
  'engine/ports': ['engine/base', 'engine/model'],
  'engine/workflow': ['engine/base', 'engine/model', 'zod', 'jsonc-parser'],
  'engine/agent': ['engine/base', 'engine/model', 'engine/ports'],
  'engine/phase': ['engine/base', 'engine/model', 'engine/ports', 'engine/agent', 'ajv'],
  'engine/runtime': ['engine/base', 'engine/model', 'engine/ports', 'engine/workflow', 'engine/phase'],
  'engine/storage': ['engine/base', 'engine/model', 'engine/ports', 'sql.js', 'zod', 'node'],
  'engine/providers': ['engine/base', 'engine/model', 'engine/ports', '@anthropic-ai/sdk', 'openai', '@google/genai', 'zod', 'node'],
  'engine/tools': ['engine/base', 'engine/model', 'engine/ports', 'zod', 'node', 'web-tree-sitter', '@modelcontextprotocol/client'],
  'engine/node': ['engine/base', 'engine/model', 'engine/ports', 'node'],
  extension: ['engine/*', 'webview/protocol.ts', 'vscode', 'zod', 'node'],
  headless: ['engine/*', 'zod', 'node'],
  webview: ['engine/model', 'engine/workflow/runView.ts', 'zod', 'react', 'react-dom', '@xyflow/react', 'zustand', '@vscode/webview-ui-toolkit'],
};

/** Packages that belong to one place only. */
const confined: Readonly<Record<string, string>> = {
  '@vscode/webview-ui-toolkit': 'webview/controls/',
  '@anthropic-ai/sdk': 'engine/providers/anthropic/',
  openai: 'engine/providers/openai/',
  '@google/genai': 'engine/providers/gemini/',
  'web-tree-sitter': 'engine/tools/policy/',
  '@modelcontextprotocol/client': 'engine/tools/mcp/',
  'sql.js': 'engine/storage/',
  ajv: 'engine/phase/',
};

const root = path.resolve(import.meta.dirname, '../src');
const sources = readSources(root);

describe('architecture', () => {
  it('knows every folder under src', () => {
    assert.deepEqual(sources.filter(({ file }) => layerOf(file) === undefined).map(({ file }) => file), []);
  });

  for (const source of sources) {
    it(`${source.file} imports downwards`, () => {
      const wrong = source.imports.filter((specifier) => !mayImport(source, specifier));
      assert.deepEqual(wrong, [], `${layerOf(source.file)} may not import these`);
    });
  }

  it('has no import cycles', () => {
    assert.deepEqual(cycles(sources), []);
  });

  it('has no barrels and no drawer for everything', () => {
    const names = sources.map(({ file }) => path.posix.basename(file).replace(/\.tsx?$/, ''));
    assert.deepEqual(names.filter((name) => /^(index|utils?|helpers?|types|common|misc)$/.test(name)), []);
  });
});

describe('size', () => {
  const files = sources.map(({ lines }) => lines);
  const functions = sources.flatMap((source) => source.functions.map(({ name, lines }) => ({ name: `${source.file}: ${name}`, lines })));
  const lengths = functions.map(({ lines }) => lines);

  it('keeps files short: median 90, p90 200, none over 300', () => {
    assert.deepEqual(sources.filter(({ lines }) => lines > 300).map(({ file, lines }) => `${file}: ${lines}`), []);
    assert.ok(quantile(files, 0.5) <= 90, `median ${quantile(files, 0.5)}`);
    assert.ok(quantile(files, 0.9) <= 200, `p90 ${quantile(files, 0.9)}`);
  });

  it('keeps functions short: median 10, p90 30, none over 60', () => {
    assert.deepEqual(functions.filter(({ lines }) => lines > 60), []);
    assert.ok(quantile(lengths, 0.5) <= 10, `median ${quantile(lengths, 0.5)}`);
    assert.ok(quantile(lengths, 0.9) <= 30, `p90 ${quantile(lengths, 0.9)}`);
  });
});

describe('tests', () => {
  it('that the quick check leaves out exist under the name by which it leaves them out', () => {
    const { ignore } = JSON.parse(readFileSync(path.resolve(root, '../.mocharc.json'), 'utf8')) as { readonly ignore: readonly string[] };
    assert.deepEqual(ignore.filter((pattern) => globSync(pattern, { cwd: path.resolve(root, '..') }).length === 0), []);
  });

  it('assert no times: a busy machine is not a mistake (test/bench measures)', () => {
    const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const timed = tests.filter((name) => /assert[.\w]*\([^\n]*(?:performance|Date)\.now\(\)[^\n;]* <=? /.test(readFileSync(path.join(import.meta.dirname, name), 'utf8')));
    assert.deepEqual(timed, []);
  });
});

function layerOf(file: string): string | undefined {
  const [first = '', second = ''] = file.split('/');
  const layer = first === 'engine' ? `${first}/${second}` : first;
  return Object.hasOwn(layers, layer) ? layer : undefined;
}

function mayImport(source: Source, specifier: string): boolean {
  const home = layerOf(source.file) ?? '';
  const allowed = layers[home] ?? [];
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier);
    const place = confined[name];
    return allowed.includes(name) && (place === undefined || source.file.startsWith(place));
  }
  const target = resolve(source.file, specifier);
  const layer = layerOf(target) ?? target;
  return layer === home || allowed.includes(layer) || allowed.includes(target) || (layer.startsWith('engine/') && allowed.includes('engine/*'));
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function resolve(file: string, specifier: string): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
}

/** Each cycle once, as the files on it. */
function cycles(all: readonly Source[]): readonly string[] {
  const edges = new Map(all.map(({ file, imports }) => [file, imports.filter((name) => name.startsWith('.')).map((name) => resolve(file, name))]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) return void found.push([...trail.slice(at), file].join(' → '));
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const { file } of all) visit(file, []);
  return found;
}
