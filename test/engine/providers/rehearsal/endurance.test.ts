import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../../../src/engine/model/json.ts';
import { rehearsalModel } from '../../../../src/engine/providers/rehearsal/rehearsalModel.ts';
import { drive, type Answer, type OfferedTool } from './workspaceTools.ts';

const names = ['list_files', 'find_files', 'read_file', 'search_text', 'edit_file', 'write_file', 'run_command', 'git', 'ask_user'];

const output: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom('src/a.js', 'test/a.test.js', 'package.json', 'lib/', '…', 'README.md'), { maxLength: 6 }).map((lines) => lines.join('\n')),
  fc.constantFrom(
    'package.json (lines 1-1 of 1)\n{ "scripts": { "test": "x" } }',
    'src/a.js (lines 1-3 of 3)\nexport function add(a, b) {\n  return a - b;\n}',
    "test/a.test.js (lines 1-2 of 2)\nimport { add } from '../src/a.js';\ntest('adds', () => add(1, 2) === 3);",
    'exit code 1.\nnot ok 1 - adds\n  at test/a.test.js:2:1\n# fail 1',
    'exit code 0.\n# pass 1',
    'Not allowed: no.',
    '',
  ),
);
const answer: fc.Arbitrary<Answer> = fc.record({ output, isError: fc.boolean() });

function offered(subset: readonly string[], answers: readonly Answer[]): readonly OfferedTool[] {
  let next = 0;
  return subset.map((name) => ({
    spec: { name, description: name, inputSchema: { type: 'object' } },
    perform: async () => answers[next++ % answers.length] ?? { output: '', isError: true },
  }));
}

const schema: JsonObject = { type: 'object', properties: { summary: { type: 'string', minLength: 1 } }, required: ['summary'] };
const model = rehearsalModel({ id: 'rehearsal/standard' });

describe('rehearsal endurance', function () {
  this.timeout(60_000);

  it('hands in a result within 25 turns, whatever the tools answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(names), fc.array(answer, { minLength: 1, maxLength: 12 }), async (subset, answers) => {
        const { artifact, turns } = await drive({ model, prompt: 'Goal: mend add', tools: offered(subset, answers), schema });

        assert.ok(artifact !== undefined);
        assert.ok(turns <= 25, `${turns} turns`);
      }),
      { numRuns: 150 },
    );
  });

  it('makes no call with the same input three times in a row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 12 }), async (answers) => {
        const { calls } = await drive({ model, prompt: 'Goal: mend add', tools: offered(names, answers), schema });
        const keys = calls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`);

        assert.ok(keys.every((key, index) => key !== keys[index + 1] || key !== keys[index + 2]), keys.join('\n'));
      }),
      { numRuns: 60 },
    );
  });

  it('is not held up by monstrous output', async () => {
    for (const text of ['a'.repeat(30_000), '/a'.repeat(15_000), 'a.'.repeat(15_000), '(1'.repeat(15_000), '\n'.repeat(30_000), '# '.repeat(15_000), '"'.repeat(30_000), '<artifact '.repeat(3_000), `exit code 1.\n${'a.js:'.repeat(6_000)}`]) {
      await drive({ model, prompt: text, tools: offered(names, [{ output: text, isError: false }]), schema });
    }
  }).timeout(60_000);
});
