import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cut } from '../servers/faultServer.ts';
import { errorBody, start, textBlock } from '../servers/messagesStream.ts';
import { type ScriptedReply, type ScriptedRequest, startScriptedModel } from '../servers/scriptedModel.ts';
import { phasegate, type Place, samplePlace } from './commandLine.ts';

const canary = 'sk-ant-canary-0123456789abcdef0123456789';

const template = {
  id: 'note', name: 'Note', version: 1,
  defaults: { attempts: 2, maxTurns: 12 },
  phases: [{
    id: 'write', name: 'Write', type: 'automated', prompt: 'Write about {{input.goal}}.', tools: ['read_file', 'write_file'],
    output: { type: 'note', schema: { type: 'object', properties: { title: { type: 'string', minLength: 3 } }, required: ['title'], additionalProperties: false } },
  }],
};

/** The whole program against a vendor on loopback that behaves, or does not. */
describe('phasegate with a vendor', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => place.dispose());

  it('works through tools to an artifact, and the key is nowhere', async () => {
    const ended = await run(({ turn }) => {
      if (turn === 0) return { text: 'Reading.', calls: [{ name: 'read_file', input: { path: 'README.md' } }] };
      if (turn === 1) return { calls: [{ name: 'write_file', input: { path: 'NOTE.md', content: 'A note.\n' } }] };
      return { calls: [{ name: 'submit_artifact', input: { title: 'A note' } }] };
    });
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(readFileSync(path.join(place.workspace, 'NOTE.md'), 'utf8'), 'A note.\n');
    const usage = ended.rows.at(-1)?.['usage'] as { inputTokens: number };
    assert.ok(usage.inputTokens > 0);
    assert.equal(found(canary, place.store), '');
    assert.ok(!ended.stdout.includes(canary) && !ended.stderr.includes(canary));
  });

  it('answers unknown, disallowed and malformed calls, and the model recovers', async () => {
    const ended = await run(({ turn }) => {
      if (turn === 0) return { calls: [{ name: 'fly', input: {} }, { name: 'run_command', input: { command: 'touch owned' } }, { name: 'read_file', input: { path: 7 } }] };
      if (turn === 1) return { calls: [{ name: 'write_file', input: { path: '../outside.txt', content: 'x' } }] };
      return { calls: [{ name: 'submit_artifact', input: { title: 'Recovered' } }] };
    });
    assert.equal(ended.code, 0, ended.stderr);
    const outcomes = ended.rows.filter(({ type }) => type === 'tool-finished').map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ['error', 'error', 'error', 'denied', 'ok']);
    assert.ok(!existsSync(path.join(place.workspace, 'owned')) && !existsSync(path.join(place.workspace, '../outside.txt')));
  });

  it('asks again for an invalid artifact, and takes the valid one', async () => {
    const ended = await run(({ turn, text }) => {
      if (turn === 1) assert.match(text, /\/title/);
      return { calls: [{ name: 'submit_artifact', input: turn === 0 ? { title: 'x', extra: 1 } : { title: 'Better' } }] };
    });
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(ended.rows.filter(({ type }) => type === 'output-rejected').length, 1);
  });

  it('waits for a decision when the artifact stays invalid', async () => {
    const ended = await run(() => ({ calls: [{ name: 'submit_artifact', input: { title: 'x' } }] }));
    assert.equal(ended.code, 3);
    const [phase] = phasesOf(ended);
    assert.equal(phase?.status, 'waiting');
    assert.equal(phase?.wait?.reason, 'decision');
    assert.equal(phase?.wait?.failure?.kind, 'invalid-artifact');
    assert.equal(phase?.wait?.issues?.[0]?.pointer, '/title');
    assert.equal(ended.rows.filter(({ type }) => type === 'output-rejected').length, 2);
  });

  it('waits for a decision when nothing is ever submitted', async () => {
    const ended = await run(() => ({ text: 'All done, I think.' }));
    assert.equal(ended.code, 3);
    assert.equal(phasesOf(ended)[0]?.wait?.failure?.kind, 'no-artifact');
  });

  it('goes on after a retry with the artifact that comes then', async () => {
    let isReady = false;
    const server = await startScriptedModel(() => ({ calls: [{ name: 'submit_artifact', input: { title: isReady ? 'Now it is' : 'x' } }] }));
    try {
      const first = await runAt(server.url);
      isReady = true;
      const { runId } = first.rows.at(-1) as { runId: string };
      const second = await phasegate(['retry', runId, 'write', '--store', place.store, '--base-url', server.url, '--json'], { env: { ANTHROPIC_API_KEY: canary } });
      assert.equal(second.code, 0, second.stderr);
      assert.equal((second.rows.at(-1) as { phases: { attempts: number }[] }).phases[0]?.attempts, 2);
    } finally {
      await server.close();
    }
  });

  const failures: readonly (readonly [string, ScriptedReply, string])[] = [
    ['a wrong key', { status: 401, body: [errorBody('authentication_error', 'invalid x-api-key')] }, 'auth'],
    ['a forbidden model', { status: 403, body: [errorBody('permission_error', 'no access')] }, 'permission'],
    ['a refusal', { text: 'No.', stop: 'refusal' }, 'refused'],
  ];
  for (const [name, reply, kind] of failures) {
    it(`ends in a typed failure: ${name}`, async () => {
      const ended = await run(() => reply);
      assert.equal(ended.code, 1);
      assert.equal(phasesOf(ended)[0]?.failure?.kind, kind);
      assert.ok(!ended.stdout.includes(canary));
    });
  }

  const limit: ScriptedReply = { status: 429, headers: { 'retry-after': '100000' }, body: [errorBody('rate_limit_error', 'slow down')] };

  it('says when a limit ends, and does not wait for it with --no-wait', async () => {
    const before = Date.now();
    const ended = await run(() => limit, ['--no-wait']);
    assert.equal(ended.code, 3, ended.stderr);
    const paused = ended.rows.find(({ type }) => type === 'run-paused');
    assert.equal(paused?.['reason'], 'rate-limit');
    const waitMs = Number(paused?.['resumeAt']) - before;
    assert.ok(waitMs > 86_000_000 && waitMs < 86_500_000, 'a day at most');
    assert.equal((ended.rows.at(-1) as { status: string }).status, 'paused');
  });

  it('waits for a limit to end until it is interrupted, and can be resumed before', async () => {
    const script = ({ index }: ScriptedRequest): ScriptedReply => (index === 0 ? limit : { calls: [{ name: 'submit_artifact', input: { title: 'In the end' } }] });
    const server = await startScriptedModel(script);
    try {
      const first = await runAt(server.url, [], (stdout, kill) => { if (stdout.includes('"run-paused"')) setTimeout(() => kill('SIGINT'), 300); });
      assert.equal(first.code, 130, first.stderr);
      const runId = String(first.rows.find(({ runId: id }) => id !== undefined)?.['runId']);
      const second = await phasegate(['resume', runId, '--store', place.store, '--base-url', server.url, '--json'], { env: { ANTHROPIC_API_KEY: canary } });
      assert.equal(second.code, 0, second.stderr);
    } finally {
      await server.close();
    }
  });

  const passing: readonly (readonly [string, ScriptedReply])[] = [
    ['an overloaded server', { status: 529, body: [errorBody('overloaded_error', 'busy')] }],
    ['a broken server', { status: 500, body: ['<html>oops</html>'] }],
    ['a stream that stops in the middle', { body: [start(), textBlock(0, 'half a '), cut] }],
  ];
  for (const [name, reply] of passing) {
    it(`tries again after ${name}`, async () => {
      const ended = await run(({ index }) => (index === 0 ? reply : { calls: [{ name: 'submit_artifact', input: { title: 'In the end' } }] }));
      assert.equal(ended.code, 0, ended.stderr);
      assert.equal(ended.rows.filter(({ type }) => type === 'turn-retried').length, 1);
    });
  }

  it('refuses to send the key over plain http to another host', async () => {
    const ended = await runAt('http://192.0.2.1:8080');
    assert.equal(ended.code, 1);
    assert.match(phasesOf(ended)[0]?.failure?.message ?? '', /https/);
  });

  async function run(script: (request: ScriptedRequest) => ScriptedReply, more: readonly string[] = []) {
    const server = await startScriptedModel(script);
    try {
      return await runAt(server.url, more);
    } finally {
      await server.close();
    }
  }

  function runAt(url: string, more: readonly string[] = [], watch?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void) {
    const file = path.join(place.workspace, 'note.json');
    writeFileSync(file, JSON.stringify(template));
    return phasegate(['run', file, ...place.where, '--goal', 'the sample', '--model', 'anthropic', '--base-url', url, '--approve', 'edits', '--json', ...more], { env: { ANTHROPIC_API_KEY: canary }, ...(watch && { watch }) });
  }
});

interface PhaseRow {
  readonly status: string;
  readonly failure?: { readonly kind: string; readonly message: string };
  readonly wait?: { readonly reason: string; readonly failure?: { readonly kind: string }; readonly issues?: readonly { readonly pointer: string }[] };
}

function phasesOf({ rows }: { readonly rows: readonly Record<string, unknown>[] }): readonly PhaseRow[] {
  return (rows.at(-1)?.['phases'] ?? []) as readonly PhaseRow[];
}

/** Where a text stands in a folder, compressed files included; empty for nowhere. */
function found(text: string, folder: string): string {
  const plain = spawnSync('grep', ['-rl', text, folder], { encoding: 'utf8' }).stdout;
  const files = execFileSync('find', [path.join(folder, 'blobs'), '-type', 'f'], { encoding: 'utf8' }).split('\n').filter((file) => file !== '');
  return plain + files.filter((file) => unpacked(file).includes(text)).join('\n');
}

function unpacked(file: string): string {
  const script = 'const z=require("node:zlib");const b=require("node:fs").readFileSync(process.argv[1]);for(const f of ["inflateSync","gunzipSync","brotliDecompressSync","inflateRawSync"]){try{process.stdout.write(z[f](b));process.exit()}catch{}}process.stdout.write(b)';
  return execFileSync(process.execPath, ['-e', script, file], { encoding: 'utf8' });
}
