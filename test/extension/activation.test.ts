import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';

const sources = join(import.meta.dirname, '../../src');

/** What runs when a file is loaded: its static imports, but for those of types alone. */
function runtimeImports(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  const { module } = parseSync(file, text);
  return module.staticImports.filter(({ start }) => !text.startsWith('import type ', start)).map(({ moduleRequest }) => moduleRequest.value);
}

describe('activation', () => {
  it('loads no library: what needs one is imported when it is used', () => {
    const ways = new Map([[join(sources, 'extension/extension.ts'), 'extension.ts']]);
    const found: string[] = [];
    for (const [file, way] of ways) {
      for (const name of runtimeImports(file)) {
        const target = join(dirname(file), name);
        if (!name.startsWith('.')) found.push(`${way} → ${name}`);
        else if (!ways.has(target)) ways.set(target, `${way} → ${relative(sources, target)}`);
      }
    }
    assert.ok(ways.size > 20, `only ${ways.size} files were found`);
    assert.deepEqual(found.filter((way) => !/ → (vscode|node:[\w/]+)$/.test(way)), []);
  });
});
