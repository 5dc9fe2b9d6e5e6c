import assert from 'node:assert/strict';
import { type Reply, startFaultServer } from '../servers/faultServer.ts';
import { wires } from '../servers/wire/wires.ts';
import { phasegate } from './commandLine.ts';

const canary = 'sk-canary-0123456789abcdef0123456789';
const json = { 'content-type': 'application/json' };
const report = { id: 'c', name: 'report', json: ['{"text":"ready"}'] };

describe('phasegate providers', () => {
  it('lists what is set up, without a key in sight', async () => {
    const { code, rows, stdout } = await phasegate(['providers', 'list', '--base-url', 'openai-compatible=http://127.0.0.1:11434', '--json'], { env: { OPENAI_API_KEY: canary, GOOGLE_API_KEY: canary } });

    assert.equal(code, 0);
    assert.deepEqual(rows.map(({ provider, hasKey }) => [provider, hasKey]), [['anthropic', false], ['openai', true], ['gemini', true], ['openai-compatible', false], ['rehearsal', null]]);
    assert.equal(rows[3]?.['baseUrl'], 'http://127.0.0.1:11434');
    assert.ok(!stdout.includes(canary));
    const plain = await phasegate(['providers', 'list']);
    assert.match(plain.stdout, /openai\s+no key \(OPENAI_API_KEY\)/);
  });

  for (const wire of wires) {
    const [provider = ''] = wire.reference.split('/');
    const answers: readonly (readonly [string, Reply, string | null])[] = [
      ['works', { body: wire.turn({ calls: [report] }) }, null],
      ['has a wrong key', { status: 401, headers: json, body: [wire.error('x', `bad ${canary}`)] }, 'key'],
      ['has used its quota up', { status: 429, headers: json, body: [wire.error('x', 'Slow down.')] }, 'quota'],
      ['does not know the model', { status: 404, headers: json, body: [wire.error('x', 'No such model.')] }, 'model'],
      ['is broken', { status: 500, headers: json, body: [wire.error('x', 'Oops.')] }, 'vendor'],
      ['breaks the connection', { beforeHeaders: 'cut', body: [] }, 'network'],
      ['is something else', { headers: { 'content-type': 'text/html' }, body: ['<html>'] }, 'address'],
    ];
    for (const [title, reply, problem] of answers) {
      it(`says that ${provider} ${title}`, async () => {
        const server = await startFaultServer(() => reply);
        const { code, rows, stdout, stderr } = await phasegate(['providers', 'test', wire.reference, '--base-url', server.url, '--json'], { env: { [wire.keyVariable]: canary } });
        await server.close();

        assert.deepEqual([code, rows[0]?.['provider'], rows[0]?.['ok'], rows[0]?.['problem']], [problem === null ? 0 : 1, provider, problem === null, problem], stdout + stderr);
        if (problem === null) assert.equal(rows[0]?.['callsTools'], true);
        assert.ok(!stdout.includes(canary) && !stderr.includes(canary));
      });
    }

    it(`says how to set a key for ${provider}`, async () => {
      const { code, rows } = await phasegate(['providers', 'test', wire.reference, '--json']);

      assert.deepEqual([code, rows[0]?.['problem']], [1, provider === 'openai-compatible' ? 'address' : 'key']);
      assert.match(String(rows[0]?.['message']), provider === 'openai-compatible' ? /--base-url/ : new RegExp(wire.keyVariable));
    });
  }

  it('notices a model that calls no tools', async () => {
    const [wire] = wires;
    assert.ok(wire);
    const server = await startFaultServer(() => ({ body: wire.turn({ text: ['ready'] }) }));
    const { code, stdout } = await phasegate(['providers', 'test', 'anthropic', '--base-url', server.url]);
    await server.close();

    assert.equal(code, 0);
    assert.match(stdout, /works .* did not call the tool/);
  });

  it('refuses addresses that a key must not go to, and providers that do not exist', async () => {
    for (const url of ['http://192.0.2.1', 'https://169.254.169.254', 'file:///etc/passwd']) {
      const { code, rows } = await phasegate(['providers', 'test', 'openai/x', '--base-url', url, '--json'], { env: { OPENAI_API_KEY: canary } });
      assert.deepEqual([code, rows[0]?.['problem']], [1, 'address']);
    }
    assert.equal((await phasegate(['providers', 'test', 'nobody/x', '--json'])).rows[0]?.['problem'], 'model');
    assert.equal((await phasegate(['providers', 'test', 'openai', '--base-url', 'nobody=http://127.0.0.1:1'])).code, 2);
    assert.equal((await phasegate(['providers', 'test'])).code, 2);
    assert.equal((await phasegate(['providers'])).code, 2);
  });
});
