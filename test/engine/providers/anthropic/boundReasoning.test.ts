import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type ReceivedRequest, type Reply, startFaultServer } from '../../../servers/faultServer.ts';
import { end, errorBody, start, thinkingBlock, toolBlock } from '../../../servers/messagesStream.ts';
import { anthropicWire } from '../../../servers/wire/anthropicWire.ts';
import { fakeTool } from '../../agent/fakeTools.ts';
import { talk } from '../../agent/talk.ts';

interface Body {
  readonly system?: unknown;
  readonly tools?: unknown;
  readonly messages: readonly { readonly role: string; readonly content: readonly { readonly type: string; readonly signature?: string }[] }[];
}

/** As the vendor does it: reasoning is signed for exactly what was sent before it. */
function signatureOf({ system, tools }: Body, before: Body['messages']): string {
  return createHash('sha256').update(JSON.stringify({ system, tools, before })).digest('base64');
}

function boundElsewhere(body: Body): boolean {
  return body.messages.some(({ content }, index) => content.some(({ type, signature }) => type === 'thinking' && signature !== signatureOf(body, body.messages.slice(0, index))));
}

/** Reads a file at each turn, with reasoning that it signs; finds the fifth request too long. */
function answer({ body, index }: ReceivedRequest): Reply {
  const asked = body as Body;
  const wrong = (message: string): Reply => ({ status: 400, headers: { 'content-type': 'application/json' }, body: [errorBody('invalid_request_error', message)] });
  if (boundElsewhere(asked)) return wrong('messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation.');
  if (index === 4) return wrong('prompt is too long: 250000 tokens > 200000 maximum');
  const [name, input] = index < 8 ? ['read_file', `{"path":"${index}"}`] : ['submit_artifact', '{}'];
  return { body: [start(), thinkingBlock(0, 'Let me see.', signatureOf(asked, asked.messages)), toolBlock(1, { id: `toolu_${index}`, name, json: [input] }), end('tool_use')] };
}

describe('reasoning that is bound to its conversation', () => {
  for (const model of ['claude-sonnet-5-5', 'claude-opus-5-5']) {
    it(`goes back to ${model} as long as it holds, and no longer`, async () => {
      const server = await startFaultServer(answer);
      const tool = fakeTool('read_file', 'none', async () => ({ outcome: 'ok', output: `${server.requests.length} `.repeat(1_000) }));
      try {
        const spoken = await talk([], { model: anthropicWire.modelAt(server.url, {}, model), tools: [tool], maxTurns: 20 });
        assert.equal(spoken.outcome.type, 'ended', JSON.stringify(spoken.outcome));
        assert.deepEqual(spoken.events.flatMap((event) => (event.type === 'context-compacted' ? [event.reason] : [])), ['too-long']);
        const signed = server.requests.map(({ body }) => JSON.stringify(body).split('"signature"').length - 1);
        assert.deepEqual(signed, [0, 1, 2, 3, 4, 1, 2, 3, 4]);
      } finally {
        await server.close();
      }
    });
  }

  it('of models that do not insist is left out once they are asked in vain', async () => {
    const server = await startFaultServer(answer);
    const tool = fakeTool('read_file', 'none', async () => ({ outcome: 'ok', output: `${server.requests.length} `.repeat(1_000) }));
    try {
      const spoken = await talk([], { model: anthropicWire.modelAt(server.url, {}, 'claude-of-tomorrow'), tools: [tool], maxTurns: 20 });
      assert.equal(spoken.outcome.type, 'ended', JSON.stringify(spoken.outcome));
      assert.deepEqual(spoken.events.flatMap((event) => (event.type === 'context-compacted' ? [event.reason] : [])), ['too-long', 'refused']);
    } finally {
      await server.close();
    }
  });
});
