import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startFaultServer } from '../../../servers/faultServer.ts';
import { end, errorBody, event, start, textBlock } from '../../../servers/messagesStream.ts';
import { canaryKey } from '../../../servers/wire/canary.ts';

const createAnthropic = join(import.meta.dirname, '../../../../src/engine/providers/anthropic/createAnthropic.ts');

/** One turn in a process of its own; answers everything it printed, the events included. */
async function turnIn(environment: Readonly<Record<string, string>>, baseUrl: string): Promise<string> {
  const script = `
    const { createAnthropic } = await import(${JSON.stringify(createAnthropic)});
    const created = createAnthropic({ apiKey: ${JSON.stringify(canaryKey)}, model: 'claude-sonnet-4-5', baseUrl: ${JSON.stringify(baseUrl)} });
    const request = { system: 'S', messages: [{ role: 'user', text: 'Hi' }], tools: [], maxOutputTokens: 9, seed: 1 };
    for await (const one of created.value.streamTurn(request, new AbortController().signal)) console.log(JSON.stringify(one));`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, ...environment } });
  return stdout + stderr;
}

describe('anthropic and its environment', function () {
  this.timeout(30_000);
  const loud = { ANTHROPIC_LOG: 'debug', NODE_DEBUG: '' };

  it('prints the key nowhere, at the most verbose log level, in good and in bad turns', async () => {
    const replies = [
      { body: [start(), textBlock(0, 'Hi'), end('end_turn')] },
      { status: 401, headers: { 'content-type': 'application/json' }, body: [errorBody('authentication_error', `bad key ${canaryKey}`)] },
      { body: [start(), event('error', { error: { type: 'api_error', message: `Bearer ${canaryKey}` } })] },
      { body: [start(), `event: content_block_start\ndata: {"broken ${canaryKey}\n\n`] },
    ];
    const server = await startFaultServer(({ index }) => replies[index] ?? { status: 500, body: [] });
    let printed = '';
    for (const _ of replies) printed += await turnIn(loud, server.url);
    await server.close();

    assert.equal(server.requests.length, replies.length);
    assert.ok(JSON.stringify(server.requests[0]?.headers).includes(canaryKey), 'the key did not reach the vendor');
    assert.match(printed, /turn-end/);
    assert.ok(!printed.includes(canaryKey), printed);
  });

  it('takes neither address nor credentials from the environment', async () => {
    const server = await startFaultServer(() => ({ body: [start(), textBlock(0, 'Hi'), end('end_turn')] }));
    const other = await startFaultServer(() => ({ body: [] }));
    const printed = await turnIn({ ANTHROPIC_BASE_URL: other.url, ANTHROPIC_API_KEY: 'sk-ant-other-key', ANTHROPIC_AUTH_TOKEN: 'other-token', ANTHROPIC_PROFILE: 'other' }, server.url);
    await Promise.all([server.close(), other.close()]);

    assert.match(printed, /turn-end/);
    assert.equal(other.requests.length, 0);
    assert.doesNotMatch(JSON.stringify(server.requests[0]?.headers), /other/);
  });
});
