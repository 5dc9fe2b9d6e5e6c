import assert from 'node:assert/strict';
import type { ContentHash } from '../../../../src/engine/model/ids.ts';
import type { ToolMessage } from '../../../../src/engine/model/message.ts';
import type { TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { startFaultServer } from '../../../servers/faultServer.ts';
import { png } from '../../../servers/tinyImages.ts';
import { wires } from '../../../servers/wire/wires.ts';
import { collect, never, request } from './ask.ts';

const base64 = png(2, 2).toString('base64');
const hash = 'a'.repeat(64) as ContentHash;
const result: ToolMessage = { role: 'tool', callId: 'call_a', name: 'read_file', output: 'logo.png (image/png)', isError: false, images: [{ mediaType: 'image/png', content: { hash, bytes: base64.length, preview: '' } }] };

function conversation(last: ToolMessage, images: TurnRequest['images'] = new Map([[hash, base64]])): TurnRequest {
  return { ...request, images, messages: [...request.messages, { role: 'assistant', text: '', calls: [{ id: 'call_a', name: 'read_file', input: { path: 'logo.png' } }] }, last] };
}

/** Where in the conversation the image stands, with each protocol's own name for it. */
const places: Readonly<Record<string, (model: string) => RegExp>> = {
  'Anthropic Messages': () => new RegExp(`"type":"tool_result"[^]*"content":\\[{"type":"text","text":"logo\\.png \\(image/png\\)"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"${escaped}"}}\\]`),
  'OpenAI Responses': () => new RegExp(`"output":\\[{"type":"input_text","text":"logo\\.png \\(image/png\\)"},{"type":"input_image","image_url":"data:image/png;base64,${escaped}","detail":"auto"}\\]`),
  'Google Gemini': (model) => (model === 'gemini-2.5-pro'
    ? new RegExp(`"functionResponse":{[^}]*"response":{"output":"logo\\.png \\(image/png\\)"}}},{"inlineData":{"mimeType":"image/png","data":"${escaped}"}}`)
    : new RegExp(`"parts":\\[{"inlineData":{"mimeType":"image/png","data":"${escaped}"}}\\]`)),
};
const escaped = base64.replaceAll(/[+/]/g, '\\$&');
const seeing: Readonly<Record<string, readonly string[]>> = { 'Anthropic Messages': ['claude-sonnet-5-5'], 'OpenAI Responses': ['gpt-6.1-sol', 'gpt-4o'], 'Google Gemini': ['gemini-3.8-flash', 'gemini-2.5-pro'] };

for (const wire of wires) {
  const sent = async (asked: TurnRequest, model: string): Promise<string> => {
    const server = await startFaultServer(() => ({ body: wire.turn({ text: ['Hi'] }) }));
    await collect(wire.modelAt(server.url, {}, model).streamTurn(asked, never));
    await server.close();
    return JSON.stringify(server.requests[0]?.body);
  };

  describe(`${wire.name}: images`, () => {
    for (const model of seeing[wire.name] ?? []) {
      it(`of a tool's result are sent with it to ${model}`, async () => {
        assert.match(await sent(conversation(result), model), places[wire.name]?.(model) ?? /^$/);
      });
    }

    const [model = 'gpt-6.1-sol'] = seeing[wire.name] ?? [];
    const unseen: Readonly<Record<string, readonly [TurnRequest, string]>> = {
      'the model is not known to see': [conversation(result), 'some-model'],
      'the call failed': [conversation({ ...result, isError: true }), model],
      'the image is no longer there': [conversation(result, new Map()), model],
    };
    for (const [why, [asked, of]] of Object.entries(unseen)) {
      it(`are told of in words where ${why}`, async () => {
        const body = await sent(asked, of);
        assert.ok(!body.includes(base64) && body.includes('You cannot see the image of this result'), body);
      });
    }

    if (wire.name === 'Google Gemini') {
      it('of a kind that the vendor does not take are told of in words', async () => {
        const gif: ToolMessage = { ...result, images: [{ mediaType: 'image/gif', content: { hash, bytes: 1, preview: '' } }] };
        assert.match(await sent(conversation(gif), model), /You cannot see the image/);
      });
    }

    it('leave results without one as they were', async () => {
      const body = await sent(conversation({ role: 'tool', callId: 'call_a', name: 'read_file', output: 'Text.', isError: false }), model);
      assert.match(body, /"(?:content|output)":"Text\."/);
    });
  });
}
