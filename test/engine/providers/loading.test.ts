import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';

describe('providers', () => {
  it('keep the SDKs out of what loads at the start', async () => {
    const source = join(import.meta.dirname, '../../../src/engine/providers/catalog.ts');
    const { metafile } = await build({ entryPoints: [source], bundle: true, splitting: true, format: 'esm', platform: 'node', write: false, metafile: true, outdir: 'unused', logLevel: 'silent' });
    const [entry] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint?.endsWith('catalog.ts'));
    assert.ok(entry);
    const staticImports = entry.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => metafile.outputs[path]);
    const eager = [entry, ...staticImports].flatMap((output) => Object.keys(output?.inputs ?? {}));

    assert.ok(eager.length > 10);
    for (const sdk of ['node_modules/@anthropic-ai/', 'node_modules/openai/', 'node_modules/@google/genai/']) {
      assert.deepEqual(eager.filter((path) => path.includes(sdk)), []);
      assert.ok(Object.keys(metafile.inputs).some((path) => path.includes(sdk)), `${sdk} is not in the bundle at all`);
    }
  });
});
