import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import type { Json } from '../../../src/engine/model/json.ts';
import { definitionHash } from '../../../src/engine/tools/mcp/fingerprints.ts';
import { type Probing, probeServer } from '../../../src/engine/tools/mcp/probeServer.ts';
import type { McpServerEntry } from '../../../src/engine/model/mcpServer.ts';
import { mcpFixture, type McpFixture } from '../../engine/tools/mcp/mcpFixture.ts';

/** Servers that others wrote, from npm, as they are. */
describe('the reference MCP servers', () => {
  let at: McpFixture;
  beforeEach(async () => {
    at = await mcpFixture();
  });
  afterEach(() => at.dispose());

  it('filesystem: reads and writes where it was told to', async () => {
    at.at.write('notes.txt', 'one\ntwo\n');
    define('filesystem', [at.at.root]);
    assert.match(await said('read_text_file', { path: join(at.at.root, 'notes.txt') }), /^one\ntwo/);
    await said('write_file', { path: join(at.at.root, 'new.txt'), content: 'three' });
    assert.match(await said('list_directory', { path: at.at.root }), /\[FILE\] new\.txt/);
    const outside = await at.call('mcp__reference__read_text_file', { path: '/etc/hostname' });
    assert.equal(outside.outcome, 'error');
  });

  it('memory: remembers in its file', async () => {
    const file = join(at.user, 'memory.jsonl');
    define('memory', [], { MEMORY_FILE_PATH: file });
    await said('create_entities', { entities: [{ name: 'Phase', entityType: 'thing', observations: ['ends with an artifact'] }] });
    assert.match(await said('search_nodes', { query: 'artifact' }), /"name": "Phase"/);
  });

  it('sequential-thinking: takes its structured input', async () => {
    define('sequential-thinking');
    assert.match(await said('sequentialthinking', { thought: 'First', thoughtNumber: 1, totalThoughts: 2, nextThoughtNeeded: true }), /"thoughtNumber": 1/);
  });

  it('everything: tools, progress, resources, prompts', async () => {
    define('everything', ['stdio']);
    assert.match(await said('echo', { message: 'hello' }), /hello/);
    const progress: string[] = [];
    const long = await at.call('mcp__reference__trigger-long-running-operation', { duration: 0.4, steps: 4 }, { context: { progress: (text) => void progress.push(text) } });
    assert.equal(long.outcome, 'ok', long.output);
    assert.ok(progress.length > 0);
    assert.match(await said('get-tiny-image', {}), /\[image: image\/png, [\d,]+ bytes, \d+ × \d+ pixels\]/);
    const resources = await said('list_resources', {});
    const [uri = ''] = /\S+:\/\/\S+/.exec(resources) ?? [];
    assert.ok((await said('read_resource', { uri })).length > 0);
    assert.match(await said('list_prompts', {}), /simple-prompt\(\)/);
    assert.match(await said('get_prompt', { name: 'simple-prompt' }), /^user:/);
    const wrong = await at.call('mcp__reference__echo', {});
    assert.equal(wrong.outcome, 'error');
  });

  it('each tells at a probe what it has, and ends', async () => {
    for (const name of ['everything', 'memory', 'sequential-thinking']) {
      const probed = await probeServer(at.ports(), await probing(entry(name, [], { MEMORY_FILE_PATH: join(at.user, 'm.jsonl') })), new AbortController().signal);
      assert.ok(probed.ok && probed.value.tools.length > 0, JSON.stringify(probed));
      if (name === 'everything') assert.ok((probed.value.resources ?? 0) > 0 && (probed.value.prompts ?? 0) > 0);
    }
  });

  it('everything over HTTP: the same as over its streams', async () => {
    const { url, stop } = await everythingOverHttp();
    try {
      at.define('reference', { transport: 'http', url, headers: {} });
      assert.match(await said('echo', { message: 'hello' }), /hello/);
      assert.match(at.asked[0]?.title ?? '', /^Connect to the MCP server "reference" at http:\/\/127\.0\.0\.1/);
      assert.match(await said('list_prompts', {}), /simple-prompt/);
    } finally {
      await stop();
    }
  });

  function entry(name: string, args: readonly string[] = [], env: Record<string, string> = {}): McpServerEntry {
    return { name: 'reference', source: 'user', path: 'mcp.json', definition: { transport: 'stdio', command: process.execPath, args: [programOf(name), ...args], env } };
  }

  async function probing(server: McpServerEntry): Promise<Probing> {
    return { entry: server, definition: await definitionHash(server.definition, at.at.files) };
  }

  function define(name: string, args: readonly string[] = [], env: Record<string, string> = {}): void {
    at.define('reference', entry(name, args, env).definition, { source: 'user' });
  }

  async function said(tool: string, input: Json): Promise<string> {
    const result = await at.call(`mcp__reference__${tool}`, input);
    assert.equal(result.outcome, 'ok', result.output);
    return result.output;
  }
});

function programOf(name: string): string {
  return resolve(import.meta.dirname, `../../../node_modules/@modelcontextprotocol/server-${name}/dist/index.js`);
}

async function everythingOverHttp(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const port = await freePort();
  const child = spawn(process.execPath, [programOf('everything'), 'streamableHttp'], { env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] });
  await once(child.stderr, 'data');
  child.stderr.resume();
  const stop = async (): Promise<void> => {
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  };
  return { url: `http://127.0.0.1:${port}/mcp`, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
