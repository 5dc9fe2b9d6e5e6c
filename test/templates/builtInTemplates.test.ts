import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { builtInOutputs } from '../../src/engine/model/artifacts/builtInOutputs.ts';
import type { Json } from '../../src/engine/model/json.ts';
import { artifactTypeOf, toolsOf, type PhaseDefinition, type WorkflowTemplate } from '../../src/engine/model/template.ts';
import { isWriter } from '../../src/engine/model/toolName.ts';
import { ancestorsOf } from '../../src/engine/workflow/graph.ts';
import { withInputDefaults } from '../../src/engine/workflow/inputDefaults.ts';
import { holds } from '../../src/engine/workflow/predicate.ts';
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
        const rendered = renderPrompt(phase.prompt, { input: withInputDefaults(template, { goal: 'Accept days.' }), artifacts, loop: { item: samples['task-queue'].items[0], index: 0 } });
        assert.doesNotMatch(rendered, /\(no value for|\{\{|undefined|\[object/, phase.id);
        assert.ok(rendered.includes('Accept days.'));
      }
    });

    it(`${file} sees every phase used, and ends with one that everything leads to`, () => {
      const { phases } = read(file);
      const last = phases.at(-1);
      assert.ok(last);
      assert.equal(ancestorsOf(phases, last.id).size, phases.length - 1);
    });

    it(`${file} produces built-in artifacts, within limits of its own`, () => {
      for (const { id, output, description, timeoutSeconds, maxTurns } of read(file).phases) {
        assert.ok(typeof output === 'string' && Object.hasOwn(builtInOutputs, output), id);
        assert.ok(description !== undefined && timeoutSeconds !== undefined && maxTurns !== undefined, id);
      }
    });

    it(`${file} lets phases that may write run alone`, () => {
      for (const phase of read(file).phases) assert.ok(phase.parallelizable !== true || !toolsOf(phase).some(isWriter), phase.id);
    });
  }

  it('have one default, the compound workflow', () => {
    assert.deepEqual(files.filter((file) => read(file).isDefault), ['compound.json']);
    assert.deepEqual(files, ['compound.json', 'feature.json', 'quick-fix.json', 'review-only.json', 'spec-first.json']);
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

  it('changes files in one phase only', () => {
    assert.deepEqual(phases.filter((phase) => toolsOf(phase).some((tool) => tool === 'write_file' || tool === 'edit_file')).map(({ id }) => id), ['execute']);
  });
});

describe('the feature workflow', () => {
  const { phases } = read('feature.json');
  const phase = (id: string): PhaseDefinition | undefined => phases.find((candidate) => candidate.id === id);

  it('is specification, plan, a loop over its tasks, verification, mending, retrospective', () => {
    assert.deepEqual(phases.map(({ id, output }) => `${id} → ${artifactTypeOf(output)}`), ['spec → spec', 'plan → task-queue', 'build → change-set', 'verify → evaluation', 'mend → change-set', 'retro → retrospective']);
    assert.deepEqual(phase('build')?.loop, { over: 'plan.items', max: 20 });
  });

  it('mends only what verification found to fail, until it is done, three times at most', () => {
    const when = phase('mend')?.when;
    assert.ok(when);
    assert.deepEqual(['fail', 'pass', 'pass-with-concerns'].map((verdict) => holds(when, { 'verify.verdict': verdict })), [true, false, false]);
    assert.deepEqual(phase('mend')?.loop, { until: { path: 'mend.status', op: 'eq', value: 'done' }, max: 3 });
  });

  it('asks for a second opinion before it builds', () => {
    assert.deepEqual(phases.filter(({ review }) => review).map(({ id }) => id), ['plan']);
    assert.deepEqual(phase('plan')?.review, { by: ['reviewer', 'second-opinion'], policy: 'consensus' });
  });

  it('changes files where it builds and mends, and nowhere else', () => {
    assert.deepEqual(phases.filter((candidate) => toolsOf(candidate).some((tool) => tool === 'write_file' || tool === 'edit_file')).map(({ id }) => id), ['build', 'mend']);
  });
});

describe('the review-only workflow', () => {
  const { phases } = read('review-only.json');

  it('has no phase that can change a file or run a command', () => {
    assert.deepEqual(phases.flatMap((phase) => toolsOf(phase).filter(isWriter)), []);
  });

  it('reviews from four angles side by side, then weighs', () => {
    assert.deepEqual(phases.filter(({ parallelizable }) => parallelizable).map(({ id }) => id), ['correctness', 'design', 'tests', 'security']);
    assert.deepEqual(phases.at(-1)?.dependsOn, ['correctness', 'design', 'tests', 'security']);
    assert.deepEqual([...new Set(phases.slice(1).map(({ output }) => artifactTypeOf(output)))], ['review']);
  });
});

describe('the spec-first workflow', () => {
  const { phases } = read('spec-first.json');

  it('asks the person first, and writes nothing', () => {
    assert.deepEqual(phases.filter(({ type }) => type === 'interactive').map(({ id }) => id), ['interview']);
    assert.deepEqual(phases.map(({ output }) => artifactTypeOf(output)), ['decision-log', 'spec', 'review', 'spec', 'task-queue']);
    assert.deepEqual(phases.flatMap((phase) => toolsOf(phase).filter(isWriter)), []);
  });

  it('revises the specification only where the challenge did not approve it', () => {
    const when = phases.find(({ id }) => id === 'revise')?.when;
    assert.ok(when);
    assert.deepEqual(['approve', 'request-changes', 'reject'].map((verdict) => holds(when, { 'challenge.verdict': verdict })), [false, true, true]);
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
