import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../../../src/engine/model/json.ts';
import { ownTool, type OwnTool } from '../../../../src/engine/model/ownTool.ts';
import { outputSchemas } from '../../../../src/engine/phase/outputSchemas.ts';
import type { PreparedCall, PrepareProblem, ToolResult } from '../../../../src/engine/ports/tool.ts';
import { createOwnTool } from '../../../../src/engine/tools/ownTools/ownTool.ts';
import { type Fixture, toolContext, workspaceFixture } from '../workspaceFixture.ts';

const text = { type: 'string' };
/** Prints its arguments, one per line, in brackets. */
const show = ['printf', '[%s]\\n'];

describe('a tool of one\'s own', () => {
  let at: Fixture;
  beforeEach(async () => {
    at = await workspaceFixture();
  });
  afterEach(() => at.dispose());

  it('runs its program and answers exit code and output', async () => {
    const result = await call({ command: [...show, '{{word}}'], inputSchema: schema({ word: text }, ['word']) }, { word: 'hello' });
    assert.deepEqual(result, { outcome: 'ok', output: 'exit code 0.\n[hello]' });
    assert.deepEqual(await call({ command: ['sh', '-c', 'echo no; exit 3'] }, {}), { outcome: 'error', output: 'exit code 3.\nno' });
  });

  const hostile = ['$(touch hacked)', '`touch hacked`', '; touch hacked', '&& touch hacked', '| touch hacked', '\n touch hacked', '> hacked', '$HOME', '*', '~', '"', "'", '\\', '%s', '{{word}}', '{{other}}', 'a b  c', '\u202e', '😀', '&', '!x', '#'];
  for (const value of hostile) {
    it(`passes ${JSON.stringify(value)} on as one argument`, async () => {
      const result = await call({ command: [...show, 'before', '{{word}}', 'x={{word}}', 'after'], inputSchema: schema({ word: text }, ['word']) }, { word: value });
      const clean = value.replace('\u202e', '⟨U+202E⟩');
      assert.equal(result.output, `exit code 0.\n[before]\n[${clean}]\n[x=${clean}]\n[after]`);
      assert.equal(existsSync(join(at.root, 'hacked')), false);
    });
  }

  it('fills lists, numbers, defaults and arguments that depend on a value', async () => {
    const definition = {
      command: [...show, { when: 'limit', args: ['--limit', '{{limit}}'] }, { when: 'all', args: ['--all'] }, '--unit={{unit}}', '{{words}}'],
      inputSchema: schema({ limit: { type: 'integer' }, all: { type: 'boolean' }, unit: { type: 'string', default: 'lines' }, words: { type: 'array', items: text } }, ['words']),
    };
    assert.equal((await call(definition, { words: ['a', 'b c', ''] })).output, 'exit code 0.\n[--unit=lines]\n[a]\n[b c]\n[]');
    assert.equal((await call(definition, { words: [], limit: -5, all: true, unit: 'words' })).output, 'exit code 0.\n[--limit]\n[-5]\n[--all]\n[--unit=words]');
    assert.equal((await call(definition, { words: [], all: false })).output, 'exit code 0.\n[--unit=lines]');
  });

  it('lets no value become an option, unless its author ended the options', async () => {
    const inputSchema = schema({ word: text }, ['word']);
    for (const word of ['--output=x', '-x', '-']) assert.match((await call({ command: ['git', 'diff', '{{word}}'], inputSchema }, { word })).output, /begins with "-"/);
    assert.match((await call({ command: ['git', 'diff', '{{words}}'], inputSchema: schema({ words: { type: 'array', items: text } }, ['words']) }, { words: ['a', '--output=x'] })).output, /begins with "-"/);
    assert.equal((await call({ command: [...show, '--', '{{word}}'], inputSchema }, { word: '-x' })).output, 'exit code 0.\n[--]\n[-x]');
    assert.equal((await call({ command: [...show, 'x{{word}}'], inputSchema }, { word: '-x' })).output, 'exit code 0.\n[x-x]');
  });

  it('checks its input by its schema, and takes no other keys', async () => {
    const definition = { command: [...show, '{{word}}'], inputSchema: schema({ word: { type: 'string', maxLength: 3 } }, ['word']) };
    assert.match((await call(definition, {})).output, /\/word: is missing/);
    assert.match((await call(definition, { word: 'long one' })).output, /\/word/);
    assert.match((await call(definition, { word: 'ok', requires_approval: false })).output, /\/requires_approval: Unknown key/);
    for (const wrong of [null, [], 'text', 1, true]) assert.equal((await call(definition, wrong)).outcome, 'denied');
    assert.match((await call({ command: ['date'] }, { word: 1 })).output, /Unknown key/);
  });

  it('refuses zero bytes and commands without measure', async () => {
    const definition = { command: [...show, '{{word}}'], inputSchema: schema({ word: text }, ['word']) };
    assert.match((await call(definition, { word: 'a\0b' })).output, /zero byte/);
    assert.match((await call(definition, { word: 'x'.repeat(200_000) })).output, /more than 100,000 characters/);
  });

  it('takes paths inside the workspace only, and no secrets', async () => {
    at.write('src/a.txt', 'one\ntwo\n');
    at.write('.env', 'KEY=1');
    symlinkSync(at.outside, join(at.root, 'out'));
    const definition = { command: ['cat', '{{path}}'], permission: 'read', inputSchema: schema({ path: { type: 'string', format: 'path' } }, ['path']) };
    assert.equal((await call(definition, { path: 'src/a.txt' })).output, 'exit code 0.\none\ntwo');
    for (const path of ['../outside/x', '/etc/passwd', '~/.ssh/id_rsa', 'out/x', '.env', '-rf']) assert.equal((await call(definition, { path })).outcome, path === '-rf' ? 'error' : 'denied', path);
    assert.equal((await call({ ...definition, permission: 'edit' }, { path: '.vscode/settings.json' })).outcome, 'denied');
  });

  it('runs in its folder, which must stay inside', async () => {
    mkdirSync(join(at.root, 'sub'));
    symlinkSync(at.outside, join(at.root, 'out'));
    assert.equal((await call({ command: ['pwd'], cwd: 'sub' }, {})).output, `exit code 0.\n${at.root}/sub`);
    assert.equal((await call({ command: ['pwd'], cwd: 'out' }, {})).outcome, 'denied');
    assert.match((await call({ command: ['pwd'], cwd: 'nowhere' }, {})).output, /not a folder/);
  });

  it('runs a program of the workspace when its name has a slash', async () => {
    at.write('tools/hello', '#!/bin/sh\necho hello "$1"\n');
    await call({ command: ['chmod', '+x', 'tools/hello'] }, {});
    assert.equal((await call({ command: ['./tools/hello', 'you'] }, {})).output, 'exit code 0.\nhello you');
    assert.equal((await call({ command: ['../x/y'] }, {})).outcome, 'denied');
    assert.match((await call({ command: ['no-such-program'] }, {})).output, /not found/);
  });

  it('ends when its time is up, and has no keys in its environment', async () => {
    assert.equal((await call({ command: ['sleep', '60'], timeoutSeconds: 1 }, {})).outcome, 'timeout');
    const own = await workspaceFixture({ environment: { ...process.env, OPENAI_API_KEY: 'canary-1' } });
    const prepared = await prepare({ command: ['env'] }, {}, own);
    assert.ok(prepared.ok && !(await prepared.value.run(toolContext, new AbortController().signal)).output.includes('canary-1'));
    own.dispose();
  });

  it('shows a person the whole command, with nothing hidden', async () => {
    const prepared = await prepare({ command: ['cat', 'a b', '{{word}}'], cwd: '.', inputSchema: schema({ word: text }, ['word']) }, { word: "it's\u202e" });
    assert.ok(prepared.ok);
    const { title, detail, effect } = prepared.value.intent;
    assert.deepEqual({ title, detail, effect }, { title: `count: cat 'a b' 'it'\\''s⟨U+202E⟩'`, detail: `cat 'a b' 'it'\\''s⟨U+202E⟩'`, effect: 'process' });
  });

  it('is another one for a lasting yes when its definition or a script of it changes', async () => {
    const behind = async (command: readonly string[]) => {
      const prepared = await prepare({ command }, {});
      return prepared.ok ? prepared.value.intent.definition : undefined;
    };
    at.write('scripts/count.js', 'one');
    const first = await behind(['node', 'scripts/count.js']);
    assert.match(first ?? '', /^[0-9a-f]{64}$/);
    assert.equal(await behind(['node', 'scripts/count.js']), first);
    assert.notEqual(await behind(['node', 'scripts/count.js', '--all']), first);
    at.write('scripts/count.js', 'two');
    assert.notEqual(await behind(['node', 'scripts/count.js']), first);
  });

  describe('keeps the powers of its file', () => {
    const effects: readonly (readonly [string, readonly string[], OwnTool['permission'], string])[] = [
      ['reading with a program of the system', ['wc', '-l'], 'read', 'none'],
      ['editing with a program of the system', ['touch', 'x'], 'edit', 'workspace'],
      ['running', ['wc', '-l'], 'run', 'process'],
      ['not with a script that a phase may write', ['node', 'scripts/count.js'], 'read', 'process'],
      ['not with one that is an option\'s value', ['wc', '--files0-from=scripts/count.js'], 'read', 'process'],
      ['not with whatever a runner finds', ['npm', 'test'], 'read', 'process'],
      ['not with code on the command line', ['sh', '-c', 'rm x'], 'read', 'process'],
      ['with a script where no phase can write', ['node', '.phasegate/tools/count.js'], 'read', 'none'],
      ['not with both', ['node', '.phasegate/tools/count.js', 'scripts/count.js'], 'read', 'process'],
    ];
    for (const [name, command, permission, expected] of effects) {
      it(name, async () => {
        at.write('scripts/count.js', '');
        at.write('.phasegate/tools/count.js', '');
        const prepared = await prepare({ command, permission }, {});
        assert.equal(prepared.ok && prepared.value.intent.effect, expected);
      });
    }
  });

  it('is stopped where its folder became a link after the check', async () => {
    mkdirSync(join(at.root, 'sub'));
    const prepared = await prepare({ command: ['pwd'], cwd: 'sub' }, {});
    writeFileSync(join(at.outside, 'x'), '');
    await call({ command: ['rmdir', 'sub'] }, {});
    symlinkSync(at.outside, join(at.root, 'sub'));
    const result = prepared.ok ? await prepared.value.run(toolContext, new AbortController().signal) : undefined;
    assert.equal(result?.outcome, 'error');
    assert.doesNotMatch(result?.output ?? '', /exit code 0/);
  });

  function prepare(fields: object, input: Json, fixture: Fixture = at): ReturnType<ReturnType<typeof createOwnTool>['prepare']> {
    const definition = ownTool.parse({ name: 'count', description: 'Counts.', ...fields });
    return createOwnTool(definition, { files: fixture.files, shell: fixture.shell, schemas: outputSchemas() }).prepare(input);
  }

  async function call(fields: object, input: Json): Promise<ToolResult> {
    const prepared = await prepare(fields, input);
    return prepared.ok ? run(prepared.value) : { outcome: 'denied', output: problemText(prepared.error) };
  }
});

function run(prepared: PreparedCall): Promise<ToolResult> {
  return prepared.run(toolContext, new AbortController().signal);
}

function problemText(problem: PrepareProblem): string {
  return problem.type === 'refused' ? problem.message : problem.issues.map(({ pointer, message }) => `${pointer}: ${message}`).join('\n');
}

function schema(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: 'object', properties, required };
}
