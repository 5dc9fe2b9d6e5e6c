import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Json, JsonObject } from '../../../../src/engine/model/json.ts';
import { checkOwnTool } from '../../../../src/engine/workflow/ownTool/checkOwnTool.ts';
import { findOwnTool } from '../../../../src/engine/workflow/ownTool/findOwnTool.ts';
import { ownToolCatalog } from '../../../../src/engine/workflow/ownTool/ownToolCatalog.ts';
import { ownToolJsonSchema } from '../../../../src/engine/workflow/ownTool/ownToolJsonSchema.ts';
import { toolSchemaFile, toolSchemaText } from '../../../templates/updateSchema.ts';

const good = {
  name: 'count_lines',
  description: 'Counts the lines of a file.',
  inputSchema: {
    type: 'object',
    properties: { path: { type: 'string', format: 'path' }, limit: { type: 'integer' }, all: { type: 'boolean' }, words: { type: 'array', items: { type: 'string' } }, unit: { type: 'string', default: 'lines' } },
    required: ['path', 'words'],
  },
  command: ['wc', '--{{unit}}', { when: 'limit', args: ['--limit', '{{limit}}'] }, { when: 'all', args: ['--all'] }, '{{words}}', '--', '{{path}}'],
  cwd: 'src',
  timeoutSeconds: 10,
  permission: 'read',
};

describe('the file of a tool of one\'s own', () => {
  it('that is good has no problems, also for the schema that editors use', () => {
    const { tool, problems } = checkOwnTool(textOf(good));
    assert.deepEqual(problems, []);
    assert.equal(tool?.name, 'count_lines');
    const validate = new Ajv2020({ strict: false }).compile(ownToolJsonSchema());
    assert.ok(validate(good), JSON.stringify(validate.errors));
    assert.equal(validate({ ...good, shell: 'wc' }), false);
  });

  it('has an up-to-date JSON Schema beside the templates\'', () => {
    assert.equal(readFileSync(toolSchemaFile, 'utf8'), toolSchemaText());
  });

  it('may run code of its own, with values behind it', () => {
    for (const command of [['sh', '-c', 'echo "$1"', 'sh', '{{a}}'], ['node', 'run.js', '{{a}}'], ['python3', '-m', 'tool', '{{a}}'], ['sed', '-n', '-e', '1p', '--', '{{a}}'], ['git', 'log', '-c', '{{a}}']]) {
      assert.deepEqual(checkOwnTool(textOf({ ...good, inputSchema: input({ a: { type: 'string' } }, ['a']), command })).problems, [], command.join(' '));
    }
  });

  it('may be as small as a name, a description and a command', () => {
    assert.deepEqual(checkOwnTool('{"name":"today","description":"Says the date.","command":["date"]}').problems, []);
  });

  const cases: readonly (readonly [string, JsonObject, readonly string[]])[] = [
    ['missing keys', { name: 'x', description: null, command: null }, ['/description shape', '/command shape']],
    ['unknown keys', { shell: true, comand: ['x'] }, ['/shell unknown-key', '/comand unknown-key']],
    ['a bad name', { name: 'Count Lines' }, ['/name shape']],
    ['a name that is taken', { name: 'read_file' }, ['/name reserved-name']],
    ['the name of the gate', { name: 'submit_artifact' }, ['/name reserved-name']],
    ['a name of the servers', { name: 'mcp__a__b' }, ['/name reserved-name']],
    ['a command of nothing', { command: [] }, ['/command shape']],
    ['a program that the model chooses', { inputSchema: input({ program: { type: 'string' } }, ['program']), command: ['{{program}}'] }, ['/command/0 bad-argument']],
    ['a program that is not always there', { inputSchema: input({ a: {} }), command: [{ when: 'a', args: ['ls'] }] }, ['/command/0 bad-argument']],
    ['a value that is not in the input', { inputSchema: input({ path: {} }, ['path']), command: ['wc', '{{pat}}', '{{path}}'] }, ['/command/1 unknown-placeholder']],
    ['a condition that is not in the input', { inputSchema: input({}), command: ['wc', { when: 'al', args: ['-a'] }] }, ['/command/1/when unknown-placeholder']],
    ['a value that may be missing', { inputSchema: input({ path: {} }), command: ['wc', '{{path}}'] }, ['/command/1 bad-argument']],
    ['an object as an argument', { inputSchema: input({ a: { type: 'object' } }, ['a']), command: ['wc', '{{a}}'] }, ['/command/1 bad-argument']],
    ['a list inside a text', { inputSchema: input({ a: { type: 'array' } }, ['a']), command: ['wc', 'x{{a}}'] }, ['/command/1 bad-argument']],
    ['a value in a shell line', { inputSchema: input({ a: {} }, ['a']), command: ['sh', '-c', 'echo {{a}}'] }, ['/command/2 bad-argument']],
    ['a value in a shell line behind others', { inputSchema: input({ a: {} }, ['a']), command: ['env', 'X=1', '/bin/bash', '-lc', '{{a}}'] }, ['/command/4 bad-argument']],
    ['a value in code that may be there', { inputSchema: input({ a: {} }), command: ['python3', { when: 'a', args: ['-c', 'print({{a}})'] }] }, ['/command/1/args/1 bad-argument']],
    ['a value in code after an option', { inputSchema: input({ a: {} }, ['a']), command: ['node', '--eval={{a}}'] }, ['/command/1 bad-argument']],
    ['a value in a program of awk', { inputSchema: input({ a: {} }, ['a']), command: ['awk', '-F', ',', '/{{a}}/'] }, ['/command/3 bad-argument']],
    ['a value in a script of sed', { inputSchema: input({ a: {} }, ['a']), command: ['sed', '-n', '-e', 's/{{a}}/x/p', 'file'] }, ['/command/3 bad-argument']],
    ['a value nobody uses', { inputSchema: input({ a: {} }), command: ['wc'] }, ['/inputSchema/properties/a unused-input']],
    ['braces that mean nothing', { inputSchema: input({}), command: ['docker', 'ps', '--format={{.Names}}'] }, ['/command/2 bad-placeholder']],
    ['folders outside', { cwd: '../other' }, ['/cwd bad-folder']],
    ['a home folder', { cwd: '~/x' }, ['/cwd bad-folder']],
    ['an absolute folder', { cwd: '/etc' }, ['/cwd bad-folder']],
    ['a Windows folder', { cwd: 'C:\\x' }, ['/cwd bad-folder']],
    ['a schema that is none', { inputSchema: { type: 'array' }, command: ['x'] }, ['/inputSchema/type bad-schema']],
    ['a schema that fetches', { inputSchema: { $ref: 'https://example.com/x.json' }, command: ['x'] }, ['/inputSchema/$ref bad-schema']],
    ['times beyond all measure', { timeoutSeconds: 1e9 }, ['/timeoutSeconds shape']],
    ['an unknown permission', { permission: 'everything' }, ['/permission shape']],
    ['a zero byte', { inputSchema: input({}), command: ['wc', 'a\0b'] }, ['/command/1 hidden-text', '/command/1 shape']],
  ];
  for (const [name, fields, expected] of cases) {
    it(`tells of ${name}`, () => {
      const entries = Object.entries({ ...good, ...fields }).filter(([, value]) => value !== null);
      const { problems } = checkOwnTool(textOf(Object.fromEntries(entries)));
      assert.deepEqual(problems.map(({ pointer, code }) => `${pointer} ${code}`).toSorted(), [...expected].toSorted());
    });
  }

  it('tells every problem at once, each with its line, and is then not used', () => {
    const { tool, problems } = checkOwnTool('{\n  "name": "read_file",\n  "description": "",\n  "command": ["wc", "{{path}}"],\n  "cwd": "..",\n  "shell": 1\n}');
    assert.equal(tool, undefined);
    assert.deepEqual(problems.map(({ line, column, pointer }) => `${line}:${column} ${pointer}`), ['2:11 /name', '3:18 /description', '4:21 /command/1', '5:10 /cwd', '6:3 /shell']);
  });

  it('is used in spite of warnings', () => {
    assert.equal(checkOwnTool(textOf({ ...good, inputSchema: input({ path: {}, unused: {} }, ['path']), command: ['wc', '{{path}}'] })).tool?.name, 'count_lines');
  });

  it('is never a reason to throw', () => {
    for (const text of ['', '[]', 'null', '{', '"x"', '{"command":{}}', '{"command":[[]],"inputSchema":[]}', `{"name":"a","name":"b"}`, '\uFEFF{}', `${'['.repeat(100_000)}`, `{"description":"${'x'.repeat(300_000)}"}`, '{"__proto__":{"name":"x"}}']) {
      const { tool, problems } = checkOwnTool(text);
      assert.equal(tool, undefined, text.slice(0, 40));
      assert.ok(problems.length > 0, text.slice(0, 40));
    }
  });
});

describe('the tools of a workspace', () => {
  it('have one file for each name: the first', () => {
    const { entries, problems } = ownToolCatalog([{ path: 'a.json', text: textOf(good) }, { path: 'b.json', text: textOf(good) }]);
    assert.deepEqual(entries.map(({ path }) => path), ['a.json']);
    assert.deepEqual(problems.map(({ path, problems: own }) => `${path}:${own[0]?.line} ${own[0]?.code}`), ['b.json:2 duplicate-id']);
  });

  it('are found by name, and what is not there is explained', () => {
    const catalog = ownToolCatalog([{ path: 'a.json', text: textOf(good) }, { path: 'b.json', text: '{' }]);
    assert.ok(findOwnTool(catalog, 'count_lines').ok);
    const missing = findOwnTool(catalog, 'count_line');
    assert.match(missing.ok ? '' : missing.error.message, /Did you mean "count_lines"\?\nFiles with problems are not used:\nb\.json:1:/);
  });
});

function input(properties: JsonObject, required: readonly string[] = []): Json {
  return { type: 'object', properties, required };
}

function textOf(value: Json): string {
  return JSON.stringify(value, null, 2);
}
