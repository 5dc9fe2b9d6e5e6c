import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { toolEffects, type ToolName } from '../../src/engine/model/toolName.ts';
import type { AuthorizedPath, Files } from '../../src/engine/ports/files.ts';
import type { Shell } from '../../src/engine/ports/shell.ts';
import { createToolbox } from '../../src/engine/tools/toolbox.ts';
import { answers } from '../engine/agent/scriptedModel.ts';
import { finish, talk } from '../engine/agent/talk.ts';
import { silentLog, toolContext } from '../engine/tools/workspaceFixture.ts';
import type { JsonObject } from '../../src/engine/model/json.ts';

const folder = resolve(import.meta.dirname, '../../src/engine/tools');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(folder, name), 'utf8') }));

/** Tools of the host, not of this toolbox. */
const elsewhere: readonly string[] = ['load_skill'];

const inputs: Readonly<Record<string, JsonObject>> = {
  read_file: { path: 'a.txt' }, list_files: {}, find_files: { glob: '*' }, search_text: { pattern: 'x' }, write_file: { path: 'a.txt', content: 'x' },
  edit_file: { path: 'a.txt', edits: [{ oldText: 'x', newText: 'y' }] }, run_command: { command: 'true' }, git: { action: 'commit', message: 'x' }, background_command: { action: 'start', command: 'true' }, diagnostics: {}, find_symbol: { query: 'x' }, get_artifact: { phase: 'plan' }, read_changes: { view: 'files' }, ask_user: { question: 'x' },
};

describe('security: the registry', () => {
  it('tools import nothing that reaches files, processes or the network', () => {
    const allowed = new Set(['node:crypto', 'node:worker_threads']);
    for (const { name, text } of sources) {
      const found = [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"](node:[\w/]+|[a-z][\w/-]*)['"]/g)].map(([, specifier = '']) => specifier).filter((specifier) => specifier !== 'zod' && !(name.startsWith('policy/command/') && specifier === 'web-tree-sitter') && !(name === 'lineMatcher.ts' && specifier === 'node:worker_threads'));
      assert.deepEqual(found.filter((specifier) => !allowed.has(specifier)), [], name);
      assert.ok(!/\bfetch\(|\bprocess\.(?:binding|env|exit|kill)|\beval\(|new Function\b/.test(text), name);
    }
  });

  it('authorised paths are made in one place', () => {
    assert.deepEqual(sources.filter(({ text }) => /as AuthorizedPath/.test(text)).map(({ name }) => name), ['policy/authorize.ts']);
  });

  it('every tool that can be named exists, and has the effect that the model says', () => {
    const toolbox = createToolbox({ files: emptyFiles([]), shell: idleShell([]), log: silentLog });
    for (const name of Object.keys(toolEffects).filter((candidate) => !elsewhere.includes(candidate))) {
      const tool = toolbox.find(name);
      assert.ok(tool, name);
      assert.equal(tool.effect, toolEffects[name as ToolName]);
      assert.equal(tool.inputSchema.type, 'object');
      assert.equal(tool.inputSchema.additionalProperties, false, name);
      assert.ok(tool.description.length > 40 && tool.description.length < 600, name);
    }
    assert.equal(toolbox.find('submit_artifact'), undefined);
    assert.equal(toolbox.find('constructor'), undefined);
  });

  it('preparing a call changes nothing and starts nothing', async () => {
    const [changed, started]: [string[], string[]] = [[], []];
    const toolbox = createToolbox({ files: emptyFiles(changed), shell: idleShell(started), log: silentLog });
    for (const [name, input] of Object.entries(inputs)) assert.equal((await toolbox.find(name)?.prepare(input))?.ok, true, name);
    assert.deepEqual([changed, started], [[], []]);
  });

  it('a tool without effect neither changes a file nor runs anything but a search, or Git to look', async () => {
    for (const [name, input] of Object.entries(inputs)) {
      const [changed, started]: [string[], string[]] = [[], []];
      const tool = createToolbox({ files: emptyFiles(changed), shell: idleShell(started), log: silentLog }).find(name);
      const prepared = await tool?.prepare(input);
      if (prepared?.ok) await prepared.value.run(toolContext, new AbortController().signal);
      if (tool?.effect === 'none' || tool?.effect === 'person') {
        assert.deepEqual(changed, [], name);
        assert.deepEqual(started.filter((program) => program !== (name === 'read_changes' ? 'git' : 'rg')), [], name);
      }
    }
  });

  it('a call that is denied, or refused by the person, reaches nothing and shows nothing, whatever the tool', async () => {
    for (const decision of ['deny', 'ask'] as const) {
      const [changed, started]: [string[], string[]] = [[], []];
      const tools = Object.keys(inputs).flatMap((name) => {
        const tool = createToolbox({ files: { ...emptyFiles(changed), stat: (path) => Promise.resolve(path === '/workspace' ? { kind: 'directory', sizeBytes: 0 } : { kind: 'file', sizeBytes: 6 }), read: () => Promise.resolve(new TextEncoder().encode('canary')) }, shell: idleShell(started), log: silentLog }).find(name);
        return tool ? [{ ...tool, ran: [] }] : [];
      });
      assert.equal(tools.length, Object.keys(inputs).length);
      const { events } = await talk([answers({ calls: Object.entries(inputs) }), finish], { tools, permission: { decide: () => ({ type: decision, reason: 'a test' }) }, ask: async () => 'Deny' });
      const ends = events.filter((event) => event.type === 'tool-finished').slice(0, tools.length);
      assert.deepEqual(ends.map(({ outcome }) => outcome), tools.map(() => 'denied'));
      assert.deepEqual([changed, started], [[], []]);
      assert.ok(!JSON.stringify(events).includes('canary'));
    }
  });

  it('a call runs in one place, after permission', () => {
    const runs = allSources('src').filter(({ text }) => /\b(?:prepared|call)(?:\.value)?\.run\(/.test(text)).map(({ name }) => name);
    assert.deepEqual(runs, ['src/engine/agent/callExecutor.ts', 'src/extension/commands/tryTool.ts', 'src/headless/commands/tools.ts'].filter((name) => runs.includes(name)), 'beside it only what a person starts by hand');
    assert.ok(runs.includes('src/engine/agent/callExecutor.ts'));
  });

  it('a path is authorised in one place of the whole program', () => {
    assert.deepEqual(allSources('src').filter(({ text }) => /as AuthorizedPath/.test(text)).map(({ name }) => name), ['src/engine/tools/policy/authorize.ts']);
  });

  it('no text of 20 MB gets to a file, a command or a search', async () => {
    const changed: string[] = [];
    const started: string[] = [];
    const toolbox = createToolbox({ files: emptyFiles(changed), shell: idleShell(started), log: silentLog });
    const long = 'x'.repeat(20_000_000);
    const calls = { write_file: { path: 'a', content: long }, edit_file: { path: 'a', edits: [{ oldText: long, newText: 'b' }] }, run_command: { command: long }, search_text: { pattern: long }, find_files: { glob: long }, read_file: { path: long } } as const;
    for (const [name, input] of Object.entries(calls)) assert.equal((await toolbox.find(name)?.prepare(input))?.ok, false, name);
    assert.deepEqual([changed, started], [[], []]);
  });

  it('no input survives with keys that the schema does not know', async () => {
    const toolbox = createToolbox({ files: emptyFiles([]), shell: idleShell([]), log: silentLog });
    for (const [name, input] of Object.entries(inputs)) {
      for (const extra of ['requires_approval', 'cwd2', 'constructor']) assert.equal((await toolbox.find(name)?.prepare({ ...input, [extra]: false }))?.ok, false, `${name} ${extra}`);
      for (const wrong of [null, [], 'text', 1, true]) assert.equal((await toolbox.find(name)?.prepare(wrong))?.ok, false, name);
    }
  });
});

function allSources(base: string): readonly { readonly name: string; readonly text: string }[] {
  const root = resolve(import.meta.dirname, '../..');
  return readdirSync(join(root, base), { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name)).map((name) => ({ name: `${base}/${name.replaceAll('\\', '/')}`, text: readFileSync(join(root, base, name), 'utf8') }));
}

function emptyFiles(changed: string[]): Files {
  return {
    root: '/workspace',
    stat: (path) => Promise.resolve(path === '/workspace' ? { kind: 'directory', sizeBytes: 0 } : null),
    realPath: (path) => Promise.resolve(path),
    read: () => Promise.reject(new Error('nothing there')),
    write: (path: AuthorizedPath) => Promise.resolve(void changed.push(path)),
    namesBelow: () => Promise.resolve([]),
    list: () => Promise.resolve([]),
  };
}

function idleShell(started: string[]): Shell {
  return {
    run: ({ program }) => {
      started.push('script' in program ? 'sh' : program.argv[0]);
      return Promise.resolve({ ending: 'exited', exitCode: 0, output: '', totalBytes: 0, isTruncated: false });
    },
  };
}
