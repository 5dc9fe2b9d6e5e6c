import assert from 'node:assert/strict';
import * as z from 'zod';
import { builtInOutput, builtInOutputs } from '../../../../src/engine/model/artifacts/builtInOutputs.ts';
import type { Upstream } from '../../../../src/engine/model/artifacts/identifiers.ts';
import type { Json } from '../../../../src/engine/model/json.ts';
import { samples } from './samples.ts';

const upstream: Upstream = { plan: samples['decision-log'], synthesize: samples['task-queue'] };

describe('built-in outputs', () => {
  for (const [name, sample] of Object.entries(samples)) {
    it(`accept a good ${name}`, () => assert.deepEqual(check(name, sample), []));
    it(`turn down a ${name} with a key too many or one too few`, () => {
      const { summary, ...rest } = sample;
      assert.deepEqual(check(name, rest), ['/summary is missing: expected a string']);
      assert.deepEqual(check(name, { ...rest, summary, extra: 1 }), ['/extra Unknown key "extra"']);
    });
    it(`turn down placeholder text and blank text in a ${name}`, () => {
      for (const text of ['TODO', 'tbd.', '...', '…', 'string', '<insert summary>', 'TODO: write this', 'Lorem ipsum dolor sit amet.', '[your text]', '`TBD`']) {
        assert.match(check(name, { ...sample, summary: text })[0] ?? '', /^\/summary is placeholder text/, text);
      }
      for (const text of ['  ', '\u200B\u2060 ', '\n\t']) assert.deepEqual(check(name, { ...sample, summary: text }), ['/summary must not be blank']);
    });
  }

  it('cover the seven names and nothing inherited', () => {
    assert.deepEqual(Object.keys(builtInOutputs).toSorted(), Object.keys(samples).toSorted());
    assert.equal(builtInOutput('constructor'), undefined);
    assert.equal(builtInOutput('__proto__'), undefined);
  });

  it('accept text that speaks of TODO comments or of an ellipsis', () => {
    for (const text of ['Remove the TODO in src/a.ts', 'TODO comments remain in two files', 'Rest arguments (...) are passed on', '`<Button>` renders twice', 'Text is cut with "…"']) {
      assert.deepEqual(check('retrospective', { ...samples.retrospective, summary: text }), [], text);
    }
  });

  it('have JSON Schemas that every vendor can read: closed objects, everything described, no unions', () => {
    for (const [name, { schema }] of Object.entries(builtInOutputs)) {
      walk(z.toJSONSchema(schema), (node, path) => {
        assert.equal('anyOf' in node || 'oneOf' in node || 'allOf' in node || '$ref' in node, false, `${name}${path}`);
        if (node['type'] === 'object') assert.equal(node['additionalProperties'], false, `${name}${path}`);
        for (const [key, property] of Object.entries(node['properties'] ?? {})) assert.ok(typeof property === 'object' && property.description, `${name}${path}/${key}`);
      });
    }
  });
});

describe('rules of built-in outputs', () => {
  it('keep ids unique', () => {
    const [decision] = samples['decision-log'].decisions;
    assert.deepEqual(check('decision-log', { ...samples['decision-log'], decisions: [decision, decision] }), ['/decisions/1/id repeats the id "D1": ids must be unique']);
  });

  it('want content in lists where content is due', () => {
    assert.deepEqual(check('decision-log', { ...samples['decision-log'], decisions: [] }), ['/decisions must have at least 1 entries']);
    assert.deepEqual(check('change-set', { ...samples['change-set'], changes: [], commands: [] }).map(place), ['/changes']);
    assert.deepEqual(check('change-set', { ...samples['change-set'], status: 'blocked' }).map(place), ['/followUps']);
    assert.deepEqual(check('evaluation', { ...samples.evaluation, recommendations: [] }).map(place), ['/recommendations']);
    assert.deepEqual(check('review', { ...samples.review, findings: [] }).map(place), ['/findings']);
  });

  it('keep a verdict true to its details', () => {
    assert.deepEqual(check('evaluation', { ...samples.evaluation, verdict: 'pass' }).map(place), ['/verdict']);
    assert.deepEqual(check('evaluation', { ...samples.evaluation, verdict: 'fail' }).map(place), ['/verdict']);
    assert.deepEqual(check('review', { ...samples.review, verdict: 'approve' }).map(place), ['/verdict']);
  });

  it('want tasks in an order that can be carried out', () => {
    const [first, second] = samples['task-queue'].items;
    const withItems = (...items: readonly Json[]): readonly string[] => check('task-queue', { ...samples['task-queue'], items });
    assert.deepEqual(withItems({ ...first, dependsOn: ['T2'] }, second), ['/items/0/dependsOn/0 "T1" depends on "T2", which stands later: put it first, or break the cycle']);
    assert.deepEqual(withItems({ ...first, dependsOn: ['T1'] }), ['/items/0/dependsOn/0 "T1" depends on itself']);
    assert.deepEqual(withItems({ ...first, dependsOn: ['T9'] }), ['/items/0/dependsOn/0 depends on "T9", which is not a task of this queue']);
  });

  it('keep files inside the workspace', () => {
    const [first] = samples['task-queue'].items;
    for (const path of ['/etc/passwd', '../outside.ts', 'a/../../b', 'C:\\x', '~/x', 'src\\a.ts', 'file:///a', ' a']) {
      assert.deepEqual(check('task-queue', { ...samples['task-queue'], items: [{ ...first, files: [path] }] }).map(place), ['/items/0/files/0'], path);
    }
  });

  it('want references into upstream artifacts to exist, also through the list of a loop', () => {
    const [first] = samples['task-queue'].items;
    const dangling = { ...samples['task-queue'], items: [{ ...first, decision: 'D7' }] };
    assert.deepEqual(check('task-queue', dangling), ['/items/0/decision refers to the decision "D7", which does not exist. Known ids: D1.']);
    assert.match(check('task-queue', samples['task-queue'], {})[0] ?? '', /No upstream artifact has any, so leave the field out/);
    assert.deepEqual(check('task-queue', samples['task-queue'], { plan: [samples['decision-log']] }), []);
    assert.deepEqual(check('change-set', { ...samples['change-set'], task: 'T9' }).map(place), ['/task']);
    assert.deepEqual(check('review', { ...samples.review, findings: [{ ...samples.review.findings[0], pointer: '/decisions/9' }] }).map(place), ['/findings/0/pointer']);
    assert.deepEqual(check('review', { ...samples.review, findings: [{ ...samples.review.findings[0], pointer: '' }] }), []);
    assert.deepEqual(check('review', { ...samples.review, findings: [{ ...samples.review.findings[0], pointer: '/toString' }] }).map(place), ['/findings/0/pointer']);
  });

  it('say everything that is wrong at once', () => {
    assert.deepEqual(check('review', { summary: '...', verdict: 'maybe', findings: [{ id: '1', severity: 'major', pointer: 'x', title: 'TBD' }] }).map(place), [
      '/summary', '/verdict', '/findings/0/id', '/findings/0/pointer', '/findings/0/title', '/findings/0/detail',
    ]);
  });
});

function check(name: string, data: Json, seen: Upstream = upstream): readonly string[] {
  const output = builtInOutput(name);
  assert.ok(output);
  return output.check(data, seen).map(({ pointer, message }) => `${pointer} ${message}`);
}

function place(issue: string): string {
  return issue.split(' ', 1)[0] ?? '';
}

type SchemaNode = z.core.JSONSchema.JSONSchema;

function walk(node: SchemaNode, visit: (node: SchemaNode, path: string) => void, path = ''): void {
  visit(node, path);
  for (const [key, property] of Object.entries(node.properties ?? {})) if (typeof property === 'object') walk(property, visit, `${path}/${key}`);
  if (typeof node.items === 'object' && !Array.isArray(node.items)) walk(node.items, visit, `${path}/*`);
}
