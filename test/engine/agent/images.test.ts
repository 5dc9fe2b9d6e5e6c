import assert from 'node:assert/strict';
import { redaction } from '../../../src/engine/base/redaction.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { Message, ToolMessage } from '../../../src/engine/model/message.ts';
import { png } from '../../servers/tinyImages.ts';
import { fakeTool } from './fakeTools.ts';
import { answers, fails, type ScriptedTurn } from './scriptedModel.ts';
import { finish, type Talk, talk } from './talk.ts';

const picture = png(2, 2).toString('base64');
const showing = (base64: (path: string) => string = () => picture) => fakeTool('read_file', 'none', async (input) => {
  const path = typeof input === 'string' ? input : '';
  return { outcome: 'ok', output: `${path}.png`, images: [{ mediaType: 'image/png', base64: base64(path) }] };
});
const shows = (path: string): ScriptedTurn => answers({ calls: [['read_file', path, `call-${path}`]] });
const invalid = failed('bad-input', 'Could not process image.');

describe('images in a conversation', () => {
  it('go by reference, and their bytes with the request, once', async () => {
    const spoken = await talk([shows('a'), shows('b'), finish], { tools: [showing()] });
    const [first, second] = resultsIn(spoken.messages);
    assert.equal(first?.images?.length, 1);
    assert.deepEqual(first.images, second?.images, 'the same image, the same reference');
    assert.ok(!JSON.stringify(spoken.messages).includes(picture));
    const images = spoken.model.requests.at(-1)?.images;
    assert.deepEqual([...(images ?? [])], [[first.images[0]?.content.hash, picture]]);
    const finished = spoken.events.flatMap((event) => (event.type === 'tool-finished' ? (event.images ?? []) : []));
    assert.deepEqual(finished.map(({ base64 }) => base64), [picture, picture]);
  });

  it('that hold a key among their data are not shown, and the model is told', async () => {
    const key = 'canary-7f3a91c0d2e84b65';
    for (const held of [key, 'sk-ant-api03-canary0123456789abcdef']) {
      const spoken = await talk([shows('a'), finish], { tools: [showing(() => png(2, 2, `Made with ${held} here`).toString('base64'))], redaction: redaction(() => [key]) });
      const [result] = resultsIn(spoken.messages);
      assert.equal(result?.images, undefined);
      assert.match(result?.output ?? '', /^a\.png\n\(An image of it holds a key/);
      assert.ok(!spoken.model.requests.at(-1)?.images?.size);
    }
  });

  it('are left out, and the turn asked again, where the vendor refuses a request that holds them', async () => {
    const spoken = await talk([shows('a'), fails(invalid), shows('b'), finish], { tools: [showing()] });
    assert.equal(spoken.outcome.type, 'ended');
    assert.deepEqual(compactions(spoken), [['refused', [2]]]);
    const [, refused, again, last] = spoken.model.asked.map(resultsIn);
    assert.equal(refused?.[0]?.images?.length, 1);
    assert.deepEqual([again?.[0]?.images, again?.[0]?.output], [undefined, 'a.png\n[Its image is not shown any more.]']);
    assert.deepEqual(last?.map(({ images }) => images?.length), [undefined, 1], 'a later one gets its chance');
    assert.equal(resultsIn(spoken.messages)[0]?.images?.length, 1, 'the conversation itself stays whole');
  });

  it('do not make a request right that is wrong for another reason', async () => {
    const spoken = await talk([shows('a'), fails(invalid), fails(invalid)], { tools: [showing()] });
    assert.deepEqual(spoken.outcome.type === 'failed' && spoken.outcome.failure.kind, 'bad-input');
    const without = await talk([fails(invalid)], { tools: [] });
    assert.deepEqual(compactions(without), []);
  });

  it('give way, the oldest first, before they are more than a request can hold', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `n${index}`);
    const spoken = await talk([...names.map(shows), finish], { tools: [showing((path) => png(2, 2, path).toString('base64'))], maxTurns: 40 });
    const places = names.map((_, index) => 2 + 2 * index);
    assert.deepEqual(compactions(spoken), [['many-images', places.slice(0, 11)]]);
    assert.equal(resultsIn(spoken.model.asked.at(-1) ?? []).filter(({ images }) => images).length, 13);
  });

  it('give way where they are too large together, but for the newest', async () => {
    const large = (path: string): string => Buffer.alloc(4_500_000, path).toString('base64');
    const spoken = await talk([...['a', 'b', 'c', 'd'].map(shows), finish], { tools: [showing(large)] });
    assert.deepEqual(compactions(spoken), [['many-images', [2, 4]]]);
    assert.equal(spoken.model.requests.at(-1)?.images?.size, 2, 'nor are they held any longer');
  });

  it('count against the window', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const unknown = { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null };
    const spoken = await talk([...names.map((name) => answers({ calls: [['read_file', name, `call-${name}`]], usage: unknown })), finish], { tools: [showing()], contextTokens: 12_000 });
    assert.equal(compactions(spoken)[0]?.[0], 'near-limit');
  });
});

function resultsIn(messages: readonly Message[]): readonly ToolMessage[] {
  return messages.flatMap((message) => (message.role === 'tool' ? [message] : []));
}

function compactions({ events }: Talk): readonly (readonly [string, readonly number[]])[] {
  return events.flatMap((event) => (event.type === 'context-compacted' ? [[event.reason, event.messages] as const] : []));
}
