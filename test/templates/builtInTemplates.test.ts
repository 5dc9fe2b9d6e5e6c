import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Json } from '../../src/engine/model/json.ts';
import { artifactTypeOf, toolsOf, type PhaseDefinition, type WorkflowTemplate } from '../../src/engine/model/template.ts';
import { isWriter } from '../../src/engine/model/toolName.ts';
import { ancestorsOf } from '../../src/engine/workflow/graph.ts';
import { renderPrompt } from '../../src/engine/workflow/prompt.ts';
import { checkTemplate } from '../../src/engine/workflow/template/parseTemplate.ts';
import { templateJsonSchema } from '../../src/engine/workflow/template/templateJsonSchema.ts';
import { samples } from '../engine/model/artifacts/samples.ts';
import { schemaFile, schemaText } from './updateSchema.ts';

const folder = path.resolve(import.meta.dirname, '../../templates');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('built-in templates', () => {
  for (const file of files) {
    const text = readFileSync(path.join(folder, file), 'utf8');

    it(`${file} has no problems, and its id is its file name`, () => {
      const { template, problems } = checkTemplate(text);
      assert.deepEqual(problems, []);
      assert.equal(`${template?.id}.json`, file);
    });

    it(`${file} fits the JSON Schema that editors use`, () => {
      const validate = new Ajv2020({ strict: false }).compile(templateJsonSchema());
      assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
    });

    it(`${file} gives every placeholder a value`, () => {
      const template = read(file);
      const artifacts = Object.fromEntries(template.phases.map((phase) => [phase.id, sampleOf(phase)]));
      for (const phase of template.phases) {
        const rendered = renderPrompt(phase.prompt, { input: { goal: 'Accept days.' }, artifacts, loop: { item: samples['task-queue'].items[0], index: 0 } });
        assert.doesNotMatch(rendered, /\(no value for|\{\{|undefined|\[object/, phase.id);
        assert.ok(rendered.includes('Accept days.'));
      }
    });

    it(`${file} lets phases that may write run alone`, () => {
      for (const phase of read(file).phases) assert.ok(phase.parallelizable !== true || !toolsOf(phase).some(isWriter), phase.id);
    });
  }

  it('have one default, the compound workflow', () => {
    assert.deepEqual(files.filter((file) => read(file).isDefault), ['compound.json']);
    assert.ok(files.includes('quick-fix.json'));
  });
});

describe('the compound workflow', () => {
  const { phases } = read('compound.json');

  it('is plan, specialists side by side, synthesize, a loop over the tasks, retrospective', () => {
    assert.deepEqual(phases.map(({ id, output }) => `${id} → ${artifactTypeOf(output)}`), [
      'plan → decision-log', 'architect → evaluation', 'tester → evaluation', 'security → review', 'synthesize → task-queue', 'execute → change-set', 'retro → retrospective',
    ]);
    assert.deepEqual(phases.filter(({ parallelizable }) => parallelizable).map(({ id }) => id), ['architect', 'tester', 'security']);
    assert.deepEqual(phases.find(({ id }) => id === 'execute')?.loop, { over: 'synthesize.items', max: 20 });
  });

  it('ends with a phase that everything leads to', () => {
    const last = phases.at(-1);
    assert.ok(last);
    assert.equal(ancestorsOf(phases, last.id).size, phases.length - 1);
  });

  it('changes files in one phase only', () => {
    assert.deepEqual(phases.filter((phase) => toolsOf(phase).some((tool) => tool === 'write_file' || tool === 'edit_file')).map(({ id }) => id), ['execute']);
  });
});

describe('the JSON Schema of template files', () => {
  it('is up to date: node test/templates/updateSchema.ts', () => assert.equal(readFileSync(schemaFile, 'utf8'), schemaText()));

  it('turns down what the parser calls a problem of shape', () => {
    const validate = new Ajv2020({ strict: false }).compile(templateJsonSchema());
    const good = JSON.parse(readFileSync(path.join(folder, 'quick-fix.json'), 'utf8')) as object;
    for (const change of [{ version: 0 }, { phases: [] }, { colour: 'red' }, { id: 'Not a slug' }]) assert.equal(validate({ ...good, ...change }), false);
  });
});

function read(file: string): WorkflowTemplate {
  const { template } = checkTemplate(readFileSync(path.join(folder, file), 'utf8'));
  assert.ok(template, file);
  return template;
}

function sampleOf({ output, type }: PhaseDefinition): Json {
  const sample = Object.entries(samples).find(([name]) => name === output)?.[1] ?? {};
  return type === 'loop' ? [sample] : sample;
}
