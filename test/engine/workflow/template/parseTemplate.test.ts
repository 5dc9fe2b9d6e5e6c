import assert from 'node:assert/strict';
import type { Json } from '../../../../src/engine/model/json.ts';
import { checkTemplate, parseTemplate, type ParseOptions } from '../../../../src/engine/workflow/template/parseTemplate.ts';
import { phase, textOf } from './goodTemplate.ts';

const upstream = phase('a', { output: 'task-queue' });
const after = { dependsOn: ['a'] };
const loop = { type: 'loop', loop: { over: 'a.items', max: 5 } };

/** Name, phases (or whole text), expected `line pointer code`. */
const broken: readonly (readonly [string, readonly Json[] | string, readonly string[]])[] = [
  ['an empty file', '', ['1  syntax']],
  ['only blanks', ' \n\n ', ['1  syntax']],
  ['a cut-off file', '{\n "id": "x",\n "phases": [', ['3  syntax']],
  ['a comma too many in a list', '{\n"phases": [\n1,\n]}', ['4  syntax']],
  ['a comma too many in an object', '{\n"id": "x",\n}', ['3  syntax']],
  ['a comment', `// note\n${textOf([phase('a')])}`, ['1  comment']],
  ['a block comment inside', textOf([phase('a')]).replace('\n"phases"', '\n/* all */ "phases"'), ['2  comment']],
  ['a byte-order mark', `\uFEFF${textOf([phase('a')])}`, ['1  encoding']],
  ['UTF-16 read as UTF-8', `\uFFFD\uFFFD{\0"\0`, ['1  encoding']],
  ['zero bytes', '{\n\0}', ['2  encoding']],
  ['100,000 brackets', '['.repeat(100_000), ['1  too-deep']],
  ['brackets hidden behind a comment', `/* " */${'['.repeat(100_000)}`, ['1  too-deep']],
  ['200 levels in a schema', textOf([phase('a', { output: { type: 'r', schema: JSON.parse(`${'{"not":'.repeat(200)}{}${'}'.repeat(200)}`) as Json } })]), ['3  too-deep']],
  ['too much text', ' '.repeat(2_000_001), ['1  too-large']],
  ['NaN', '{\n"version": NaN}', ['2  syntax']],
  ['a list', '[]', ['1  shape']],
  ['null', 'null', ['1  shape']],
  ['no keys at all', '{}', ['1 /id shape', '1 /name shape', '1 /version shape', '1 /phases shape']],
  ['no phases', textOf([]), ['2 /phases shape']],
  ['a repeated key', textOf([phase('a')]).replace('"name":"a"', '"name":"a","name":"b"'), ['3 /phases/0/name duplicate-key']],
  ['__proto__', textOf([phase('a')]).replace('"name":"a"', '"__proto__":{"isAdmin":true},"name":"a"'), ['3 /phases/0/__proto__ forbidden-key']],
  ['constructor in a schema', textOf([phase('a', { output: { type: 'r', schema: {} } })]).replace('"schema":{}', '"schema":{"properties":{"constructor":{}}}'), ['3 /phases/0/output/schema/properties/constructor forbidden-key']],
  ['unknown keys', textOf([phase('a', { promt: 'x' })], { colour: 'red' }), ['1 /colour unknown-key', '3 /phases/0/promt unknown-key']],
  ['a phase that is no object', ['plan'], ['3 /phases/0 shape']],
  ['a bad id', [phase('Plan A')], ['3 /phases/0/id shape']],
  ['a timeout of -1', [phase('a', { timeoutSeconds: -1 })], ['3 /phases/0/timeoutSeconds shape']],
  ['a timeout of "5"', [phase('a', { timeoutSeconds: '5' })], ['3 /phases/0/timeoutSeconds shape']],
  ['a timeout of 1e9', [phase('a', { timeoutSeconds: 1e9 })], ['3 /phases/0/timeoutSeconds shape']],
  ['1e9 attempts', [phase('a', { attempts: 1e9 })], ['3 /phases/0/attempts shape']],
  ['10,000 phases', Array.from({ length: 10_000 }, (_, index) => phase(`p${index}`)), ['2 /phases shape']],
  ['the same id twice', [phase('a'), phase('a')], ['4 /phases/1/id duplicate-id']],
  ['an unknown dependency', [phase('a', { dependsOn: ['b'] })], ['3 /phases/0/dependsOn/0 unknown-dependency']],
  ['a dependency on an inherited name', [phase('a', { dependsOn: ['toString'] })], ['3 /phases/0/dependsOn/0 unknown-dependency']],
  ['a self-dependency', [phase('a', { dependsOn: ['a'] })], ['3 /phases/0/dependsOn/0 self-dependency']],
  ['a cycle and what waits behind it', [phase('a', { dependsOn: ['c'] }), phase('b', { dependsOn: ['a'] }), phase('c', { dependsOn: ['b'] }), phase('d', { dependsOn: ['c'] }), phase('e', { dependsOn: ['d'] })], ['3 /phases/0/dependsOn/0 cycle', '6 /phases/3/id unreachable', '7 /phases/4/id unreachable']],
  ['two cycles', [phase('a', { dependsOn: ['b'] }), phase('b', { dependsOn: ['a'] }), phase('c', { dependsOn: ['a', 'd'] }), phase('d', { dependsOn: ['c'] })], ['3 /phases/0/dependsOn/0 cycle', '5 /phases/2/dependsOn/1 cycle']],
  ['a phase behind an unknown one', [phase('a', { dependsOn: ['x'] }), phase('b', after)], ['3 /phases/0/dependsOn/0 unknown-dependency', '4 /phases/1/id unreachable']],
  ['tools of the editor without a name', [phase('a', { tools: ['editor__', 'editor__*', 'editor__a b', 'editor__find', 'editor__mcp_docs_*'] })], ['3 /phases/0/tools/0 unknown-tool', '3 /phases/0/tools/1 unknown-tool', '3 /phases/0/tools/2 unknown-tool']],
  ['unknown tools', [phase('a', { tools: ['read_fil', 'submit_artifact', 'constructor'] })], ['3 /phases/0/tools/0 unknown-tool', '3 /phases/0/tools/1 unknown-tool', '3 /phases/0/tools/2 unknown-tool']],
  ['an unknown output', [phase('a', { output: 'decision-lag' })], ['3 /phases/0/output unknown-output']],
  ['an inherited output name', [phase('a', { output: 'constructor' })], ['3 /phases/0/output unknown-output']],
  ['a missing schema file', [phase('a', { output: 'schemas/none.json' })], ['3 /phases/0/output schema-file']],
  ['a schema file outside', [phase('a', { output: '../secret.json' }), phase('b', { output: '/etc/x.json' })], ['3 /phases/0/output schema-file', '4 /phases/1/output schema-file']],
  ['a broken schema file', [phase('a', { output: 'schemas/broken.json' })], ['3 /phases/0/output schema-file', '3 /phases/0/output schema-file']],
  ['an unknown input', [phase('a', { inputs: ['zz'] })], ['3 /phases/0/inputs/0 unknown-input']],
  ['an input that is not upstream', [phase('a'), phase('b', { inputs: ['a', 'b'] })], ['4 /phases/1/inputs/0 input-not-upstream', '4 /phases/1/inputs/1 input-not-upstream']],
  ['an unknown root', [phase('a', { prompt: '{{inputs.goal}}' })], ['3 /phases/0/prompt unknown-placeholder']],
  ['an undeclared input', [phase('a', { prompt: '{{input.branch}} {{input}}' })], ['3 /phases/0/prompt undeclared-input', '3 /phases/0/prompt bad-placeholder']],
  ['an artifact that is no input', [upstream, phase('b', { prompt: '{{artifacts.a}}' }), phase('c', { ...after, inputs: [], prompt: '{{artifacts.a.summary}} {{artifacts.x}}' })], ['4 /phases/1/prompt artifact-not-input', '5 /phases/2/prompt artifact-not-input', '5 /phases/2/prompt artifact-not-input']],
  ['loop placeholders without a loop', [phase('a', { prompt: '{{loop.item}} {{loop.index}}' })], ['3 /phases/0/prompt unknown-placeholder', '3 /phases/0/prompt unknown-placeholder']],
  ['loop placeholders that do not exist', [upstream, phase('b', { ...after, ...loop, prompt: '{{loop.count}} {{loop}}' })], ['4 /phases/1/prompt unknown-placeholder', '4 /phases/1/prompt unknown-placeholder']],
  ['an item in a loop without items', [phase('a', { type: 'loop', loop: { until: { path: 'a.status', op: 'eq', value: 'done' }, max: 3 }, prompt: '{{loop.item.id}}' })], ['3 /phases/0/prompt unknown-placeholder']],
  ['an unclosed placeholder', [phase('a', { prompt: 'Do {{input.goal' })], ['3 /phases/0/prompt bad-placeholder']],
  ['a loop phase without loop', [phase('a', { type: 'loop' })], ['3 /phases/0/loop loop-missing']],
  ['a loop on another phase', [upstream, phase('b', { ...after, loop: { over: 'a.items', max: 3 } })], ['4 /phases/1/loop loop-unexpected']],
  ['more approvals than reviewers', [phase('a', { review: { by: ['x', 'y'], policy: { consensus: 3 } } })], ['3 /phases/0/review/policy/consensus bad-review']],
  ['a review by nobody', [phase('a', { review: { by: [], policy: 'gate' } })], ['3 /phases/0/review/by shape']],
  ['a policy that does not exist', [phase('a', { review: { by: ['x'], policy: 'vote' } })], ['3 /phases/0/review/policy shape']],
  ['a review with other keys', [phase('a', { review: { by: ['x'], policy: 'gate', rounds: 2 } })], ['3 /phases/0/review/rounds unknown-key']],
  ['a loop without maximum', [upstream, phase('b', { ...after, type: 'loop', loop: { over: 'a.items' } })], ['4 /phases/1/loop/max shape']],
  ['a loop over what is not upstream', [upstream, phase('b', loop)], ['4 /phases/1/loop/over bad-path']],
  ['a loop until something of another phase', [upstream, phase('b', { ...after, type: 'loop', loop: { until: { path: 'a.x', op: 'exists' }, max: 3 } })], ['4 /phases/1/loop/until/path bad-path']],
  ['a condition on itself, on nothing and on no path', [upstream, phase('b', { ...after, when: { all: [{ path: 'b.x', op: 'exists' }, { not: { path: 'zz.x', op: 'exists' } }, { path: 'a..x', op: 'exists' }] } })], ['4 /phases/1/when/all/0/path bad-path', '4 /phases/1/when/all/1/not/path bad-path', '4 /phases/1/when/all/2/path bad-path']],
  ['an unknown operator', [upstream, phase('b', { ...after, when: { path: 'a.x', op: 'is', value: 1 } })], ['4 /phases/1/when/op shape']],
  ['comparisons that cannot hold', [upstream, phase('b', { ...after, when: { any: [{ path: 'a.x', op: 'matches', value: '(' }, { path: 'a.x', op: 'matches', value: '^(a+)+$' }, { path: 'a.x', op: 'in', value: 'x' }, { path: 'a.x', op: 'gt', value: true }, { path: 'a.x', op: 'eq' }, { path: 'a.x', op: 'exists', value: 1 }] } })], [0, 1, 2, 3, 4, 5].map((index) => `4 /phases/1/when/any/${index}/value bad-predicate`)],
  ['a condition that is empty', [upstream, phase('b', { ...after, when: { all: [] } })], ['4 /phases/1/when/all shape']],
  ['a broken inline schema', [phase('a', { output: { type: 'r', schema: { type: 'array', $schema: 'http://json-schema.org/draft-07/schema#', properties: { x: { type: 'strng', $ref: 'https://example.com/x', pattern: '(' } }, required: 'x', anyOf: [] } } })], [
    '3 /phases/0/output/schema/type bad-schema', '3 /phases/0/output/schema/$schema bad-schema', '3 /phases/0/output/schema/properties/x/type bad-schema', '3 /phases/0/output/schema/properties/x/$ref bad-schema',
    '3 /phases/0/output/schema/properties/x/pattern bad-schema', '3 /phases/0/output/schema/required bad-schema', '3 /phases/0/output/schema/anyOf bad-schema',
  ]],
  ['inputs that are no object', textOf([phase('a')], { inputs: { type: 'string' } }), ['1 /inputs/type bad-schema']],
  ['many kinds of problems at once', [phase('a', { timeoutSeconds: '5', tools: ['reed_file'] }), phase('a', { dependsOn: ['b'], prompt: '{{foo}}', output: 7 })], [
    '3 /phases/0/timeoutSeconds shape', '3 /phases/0/tools/0 unknown-tool', '4 /phases/1/id duplicate-id', '4 /phases/1/prompt unknown-placeholder', '4 /phases/1/output shape', '4 /phases/1/dependsOn/0 unknown-dependency',
  ]],
];

const files: Readonly<Record<string, string>> = {
  'schemas/broken.json': '{\n"type": "list",\n}'.replace(',\n}', ',\n"required": 1}'),
  'schemas/risk-report.schema.json': '{"type":"object","properties":{"risk":{"type":"string"}}}',
};
const options: ParseOptions = { resolveFile: (path) => (Object.hasOwn(files, path) ? files[path] : undefined) };

describe('parseTemplate: every problem, with its place', () => {
  for (const [name, source, expected] of broken) {
    it(name, () => {
      const result = parseTemplate(typeof source === 'string' ? source : textOf(source), options);
      assert.ok(!result.ok);
      assert.deepEqual(result.error.map(({ line, pointer, code }) => `${line} ${pointer} ${code}`), expected);
      for (const { message, column, severity } of result.error) assert.ok(message.length > 10 && column >= 1 && severity === 'error', message);
    });
  }

  it('points at the very column, whatever the line endings', () => {
    const [problem] = checkTemplate(textOf([phase('a', { tools: ['reed_file'] })]).replaceAll('\n', '\r\n')).problems;
    assert.deepEqual([problem?.line, problem?.column], [3, JSON.stringify(phase('a', { tools: ['reed_file'] })).indexOf('"reed_file"') + 1]);
  });

  it('suggests the nearest name', () => {
    const messageOf = (fields: Readonly<Record<string, Json>>): string => checkTemplate(textOf([phase('plan'), phase('b', fields)])).problems[0]?.message ?? '';
    assert.match(messageOf({ tools: ['reed_file'] }), /Did you mean "read_file"\?/);
    assert.match(messageOf({ output: 'decision-lag' }), /Did you mean "decision-log"\?/);
    assert.match(messageOf({ dependsOn: ['plam'] }), /There is no phase "plam"\. Did you mean "plan"\?/);
    assert.match(messageOf({ promt: '' }), /Unknown key "promt"\. Did you mean "prompt"\?/);
  });

  it('names a cycle from end to end', () => {
    const text = textOf([phase('x', { dependsOn: ['z'] }), phase('y', { dependsOn: ['x'] }), phase('z', { dependsOn: ['y'] })]);
    assert.match(checkTemplate(text).problems[0]?.message ?? '', /x → z → y → x/);
  });
});

describe('parseTemplate: good templates', () => {
  it('gives the template', () => {
    const result = parseTemplate(textOf([upstream, phase('b', { ...after, ...loop, prompt: '{{loop.item.title}} {{artifacts.a.items.0.id}}', when: { path: 'a.items.0.risk', op: 'in', value: ['high'] } })]));
    assert.ok(result.ok);
    assert.deepEqual(result.value.phases.map(({ id }) => id), ['a', 'b']);
  });

  it('warns of a reviewer that is the author itself', () => {
    const { template, problems } = checkTemplate(textOf([phase('a', { model: 'deep', review: { by: ['reviewer', 'deep'], policy: 'gate' } })]));
    assert.ok(template);
    assert.deepEqual(problems.map(({ line, pointer, code, severity }) => `${line} ${pointer} ${code} ${severity}`), ['3 /phases/0/review/by/1 same-model warning']);
  });

  it('freezes a schema file into the template', () => {
    const result = parseTemplate(textOf([phase('a'), phase('b', { output: 'schemas/risk-report.schema.json' })]), options);
    assert.ok(result.ok);
    assert.deepEqual(result.value.phases[1]?.output, { type: 'risk-report', schema: { type: 'object', properties: { risk: { type: 'string' } } } });
  });

  it('says where a broken schema file is broken', () => {
    assert.match(checkTemplate(textOf([phase('a', { output: 'schemas/broken.json' })]), options).problems[0]?.message ?? '', /^schemas\/broken\.json:2:9: /);
  });

  it('knows the inputs that are declared, and tools that a host adds', () => {
    const text = textOf([phase('a', { prompt: '{{input.branch}}', tools: ['mcp__server__tool'] })], { inputs: { properties: { branch: { type: 'string' } } } });
    assert.ok(parseTemplate(text, { extraTools: ['mcp__server__tool'] }).ok);
  });

  it('copes with 2,000 phases in a chain and with 230,000 dependencies', () => {
    const chain = textOf(Array.from({ length: 2_000 }, (_, index) => phase(`p${index}`, { dependsOn: index > 0 ? [`p${index - 1}`] : [], ...(index > 0 && { inputs: ['p0'] }) })));
    const dense = textOf(Array.from({ length: 680 }, (_, index) => phase(`p${index}`, { dependsOn: Array.from({ length: index }, (_, other) => `p${other}`) })));
    assert.deepEqual([checkTemplate(chain).problems, checkTemplate(dense).problems], [[], []]);
  }).timeout(60_000);
});
