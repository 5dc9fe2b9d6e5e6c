import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { outputSchemas } from '../../src/engine/phase/outputSchemas.ts';
import { checkTemplate } from '../../src/engine/workflow/template/parseTemplate.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, text = '']) => text).filter((text) => text.includes('"phases"'));

describe('the templates in the README', () => {
  it('are there', () => assert.ok(blocks.length >= 2));

  for (const text of blocks) {
    it(`${/"id": "[^"]+"/.exec(text)?.[0] ?? 'a block'} can be run as it stands`, async () => {
      const { template, problems } = checkTemplate(text);
      assert.deepEqual(problems, []);
      for (const { output } of template?.phases ?? []) {
        const compiled = await outputSchemas().compile(output);
        assert.ok(compiled.ok, compiled.ok ? '' : compiled.error);
      }
    });
  }
});
