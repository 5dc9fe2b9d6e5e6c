import assert from 'node:assert/strict';
import type { JsonSchema } from '../../../src/engine/model/json.ts';
import type { TemplateId } from '../../../src/engine/model/ids.ts';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import { inputCheck } from '../../../src/engine/phase/templateInputs.ts';
import { type InputQuestion, inputQuestions, problemOf } from '../../../src/extension/commands/inputQuestions.ts';

const inputs: JsonSchema = {
  type: 'object',
  $defs: { port: { type: 'integer', minimum: 1, maximum: 65535 } },
  properties: {
    goal: { type: 'string' },
    package: { type: 'string', title: 'Package', description: 'The package to upgrade', minLength: 2, pattern: '^[a-z]' },
    since: { type: 'string', default: 'main' },
    kind: { enum: ['major', 'minor', 3] },
    isDry: { type: 'boolean' },
    port: { $ref: '#/$defs/port' },
    paths: { type: 'array', items: { type: 'string', minLength: 2 }, minItems: 1 },
    limits: { type: 'object', required: ['lines'], properties: { lines: { type: 'number' } } },
    note: { type: 'string' },
  },
  required: ['goal', 'limits', 'package', 'since', 'kind', 'isDry', 'port', 'paths', 'undeclared'],
};
const template: WorkflowTemplate = { id: 'upgrade' as TemplateId, name: 'Upgrade', version: 1, inputs, phases: [] };

describe('the questions of a template', () => {
  it('are the inputs that it needs and that have no default, in the order of the template', () => {
    assert.deepEqual(inputQuestions(template).map(({ name }) => name), ['package', 'kind', 'isDry', 'port', 'paths', 'limits', 'undeclared']);
    const { inputs: _, ...without } = template;
    assert.deepEqual(inputQuestions(without), []);
  });

  it('are put in the words of the schema, or by name', () => {
    assert.equal(named('package').prompt, 'Package: The package to upgrade');
    assert.equal(named('port').prompt, 'port');
  });

  it('offer the only values there are', () => {
    assert.deepEqual(named('kind').choices, ['major', 'minor', 3]);
    assert.deepEqual(named('isDry').choices, [true, false]);
    assert.deepEqual(named('package').choices, []);
  });

  const read: readonly (readonly [name: string, text: string, value: unknown])[] = [
    ['package', '12', '12'],
    ['package', 'true', 'true'],
    ['port', '8080', 8080],
    ['paths', 'src, test', ['src', 'test']],
    ['paths', '["a, b", "c"]', ['a, b', 'c']],
    ['limits', '{"lines": 10}', { lines: 10 }],
    ['undeclared', 'left-pad', 'left-pad'],
    ['undeclared', '3', 3],
  ];
  for (const [name, text, value] of read) {
    it(`read ${text} as ${JSON.stringify(value)} for ${name}, and write it back`, () => {
      const question = named(name);
      const answer = question.fromText(text);
      assert.deepEqual(answer, { ok: true, value });
      assert.deepEqual(question.fromText(question.toText(answer.ok ? answer.value : null)), answer);
    });
  }

  const wrong: readonly (readonly [name: string, text: string, problem: RegExp])[] = [
    ['package', 'a', /^package must .*2.* \(Package: The package to upgrade\)$/],
    ['package', 'Apples', /pattern|match/i],
    ['port', '0', /1/],
    ['port', '1.5', /integer|whole/i],
    ['paths', '', /1/],
    ['paths', 'src, x', /^1 must .*2/],
    ['paths', '["a', /JSON list/],
    ['limits', 'ten', /JSON object/],
    ['limits', '{}', /lines/],
  ];
  for (const [name, text, problem] of wrong) {
    it(`do not take ${JSON.stringify(text)} for ${name}`, async () => assert.match((await problemWith(name, text)) ?? 'no problem', problem));
  }

  it('take what fits, whatever is still missing elsewhere', async () => {
    for (const [name, text] of [['package', 'left-pad'], ['port', '1'], ['paths', 'src'], ['limits', '{"lines": 1}'], ['undeclared', '']] as const) assert.equal(await problemWith(name, text), undefined, name);
  });
});

function named(name: string): InputQuestion {
  const question = inputQuestions(template).find((candidate) => candidate.name === name);
  assert.ok(question, name);
  return question;
}

async function problemWith(name: string, text: string): Promise<string | undefined> {
  const check = await inputCheck(template, outputSchemas());
  assert.ok(check.ok);
  return problemOf(named(name), { text, others: { goal: 'Up', since: 'main' }, check: check.value });
}
