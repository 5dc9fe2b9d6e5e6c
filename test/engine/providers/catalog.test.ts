import assert from 'node:assert/strict';
import type { Failure } from '../../../src/engine/model/failure.ts';
import { languageModels, type ModelSettings } from '../../../src/engine/providers/catalog.ts';
import type { LanguageModel } from '../../../src/engine/ports/languageModel.ts';
import type { Secrets } from '../../../src/engine/ports/secrets.ts';

const key = 'sk-ant-canary-000011112222';
const withKey: Secrets = { get: async (name) => (name === 'anthropic' ? key : undefined) };
const withoutKey: Secrets = { get: async () => undefined };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function resolve(reference: string, settings: ModelSettings = {}, secrets = withKey): Promise<LanguageModel | Failure> {
  const result = await languageModels({ secrets, settings, log: silent }).resolve(reference);
  assert.ok(!JSON.stringify(result).includes(key));
  return result.ok ? result.value : result.error;
}

async function idOf(reference: string, settings: ModelSettings = {}): Promise<string> {
  const found = await resolve(reference, settings);
  return 'id' in found ? found.id : found.message;
}

describe('languageModels', () => {
  it('follows aliases and exact names', async () => {
    assert.equal(await idOf('fast'), 'anthropic/claude-haiku-5-5');
    assert.equal(await idOf('balanced'), 'anthropic/claude-sonnet-5-5');
    assert.equal(await idOf('opus'), await idOf('deep'));
    assert.equal(await idOf('anthropic'), 'anthropic/claude-sonnet-5-5');
    assert.equal(await idOf('anthropic/claude-next'), 'anthropic/claude-next');
    assert.equal(await idOf('rehearsal'), 'rehearsal/standard');
    assert.equal(await idOf('rehearsal/slow'), 'rehearsal/slow');
  });

  it('lets a person redefine aliases, one by one or all at once, but no exact name', async () => {
    assert.equal(await idOf('deep', { aliases: { deep: 'anthropic/claude-fable-5-1' } }), 'anthropic/claude-fable-5-1');
    assert.equal(await idOf('mine', { aliases: { mine: 'fast' } }), 'anthropic/claude-haiku-5-5');
    assert.equal(await idOf('deep', { defaultModel: 'rehearsal' }), 'rehearsal/standard');
    assert.equal(await idOf('anthropic/claude-x', { defaultModel: 'rehearsal' }), 'anthropic/claude-x');
  });

  it('ends with aliases that go in a circle', async () => {
    assert.match(await idOf('a', { aliases: { a: 'b', b: 'a' } }), /no model or provider "a"/);
  });

  for (const reference of ['nobody/model', 'constructor', '', 'claude']) {
    it(`does not find ${JSON.stringify(reference)}, and says what there is`, async () => {
      const failure = await resolve(reference);
      assert.ok('kind' in failure);
      assert.equal(failure.kind, 'not-found');
      assert.match(failure.message, /fast, balanced, deep.*"anthropic\/<model>", "openai\/<model>", "gemini\/<model>", "openai-compatible\/<model>" or "rehearsal"/);
    });
  }

  it('opens every vendor by its name, with its own key', async () => {
    const keys: Readonly<Record<string, string>> = { openai: 'sk-openai', gemini: 'gemini-key', 'openai-compatible': 'local-key' };
    const secrets: Secrets = { get: async (name) => keys[name] };
    const id = async (reference: string, settings: ModelSettings = {}): Promise<string> => {
      const found = await resolve(reference, settings, secrets);
      return 'id' in found ? found.id : found.kind;
    };

    assert.equal(await id('openai/gpt-5.5'), 'openai/gpt-5.5');
    assert.equal(await id('openai'), 'openai/gpt-6.1-sol');
    assert.equal(await id('gemini'), 'gemini/gemini-3.8-flash');
    assert.equal(await id('gemini/gemini-2.5-pro'), 'gemini/gemini-2.5-pro');
    assert.equal(await id('openai-compatible/qwen3:8b', { baseUrls: { 'openai-compatible': 'http://127.0.0.1:11434' } }), 'openai-compatible/qwen3:8b');
    assert.equal(await id('openai-compatible/org/model', { baseUrls: { 'openai-compatible': 'https://openrouter.ai/api/v1' } }), 'openai-compatible/org/model');
    assert.equal(await id('openai-compatible/x'), 'bad-input');
    assert.equal(await id('openai-compatible'), 'not-found');
    assert.equal(await id('anthropic'), 'auth');
  });

  it('leads aliases to the vendor that has a key, or that the settings name', async () => {
    const only = (vendor: string): Secrets => ({ get: async (name) => (name === vendor ? key : undefined) });
    const id = async (secrets: Secrets, settings: ModelSettings = {}): Promise<string> => {
      const found = await resolve('deep', settings, secrets);
      return 'id' in found ? found.id : found.message;
    };

    assert.equal(await id(only('openai')), 'openai/gpt-6-astra');
    assert.equal(await id(only('gemini')), 'gemini/gemini-4-argon');
    assert.equal(await id({ get: async () => key }), 'anthropic/claude-opus-5-5');
    assert.equal(await id({ get: async () => key }, { provider: 'gemini' }), 'gemini/gemini-4-argon');
    assert.match(await id(only('openai'), { provider: 'anthropic' }), /No Anthropic API key/);
  });

  it('needs no key for a server on this machine', async () => {
    for (const [provider, url] of [['openai', 'http://127.0.0.1:1'], ['anthropic', 'http://localhost:1'], ['gemini', 'http://[::1]:1'], ['openai-compatible', 'https://example.com']] as const) {
      assert.ok('id' in (await resolve(`${provider}/m`, { baseUrls: { [provider]: url } }, withoutKey)), provider);
    }
    for (const url of ['https://example.com', 'https://127.0.0.1.example.com']) assert.ok('kind' in (await resolve('openai/m', { baseUrls: { openai: url } }, withoutKey)));
  });

  it('knows what a turn costs at most, and how much it may hold, before anything is loaded', async () => {
    const priced = await resolve('anthropic/claude-haiku-4-5');
    const unpriced = await resolve('openai-compatible/m', { baseUrls: { 'openai-compatible': 'http://localhost:1' } });
    assert.ok('id' in priced && 'id' in unpriced);

    assert.equal(priced.worstCostUsd?.({ input: 1_000_000, output: 0 }), 1.25);
    assert.equal(unpriced.worstCostUsd?.({ input: 1, output: 1 }), null);
    assert.deepEqual([priced.contextTokens, unpriced.contextTokens], [200_000, undefined]);
  });

  it('says how to set a key that is missing, empty, or cannot be read', async () => {
    const broken: Secrets = { get: () => Promise.reject(new Error(`no keyring for ${key}`)) };
    for (const secrets of [withoutKey, { get: async () => '  ' }, broken]) {
      const failure = await resolve('balanced', {}, secrets);
      assert.ok('kind' in failure);
      assert.equal(failure.kind, 'auth');
      assert.match(failure.message, /Phasegate: Set API Key.*ANTHROPIC_API_KEY/);
    }
  });

  it('chains the models of a reference, and leaves out those that cannot be had', async () => {
    const found = await resolve('openai/gpt-5.5, anthropic/a, rehearsal');
    assert.ok('id' in found);
    assert.deepEqual([found.id, found.next?.id, found.next?.next], ['anthropic/a', 'rehearsal/standard', undefined]);
    const none = await resolve('openai/gpt-5.5, gemini/x');
    assert.ok('kind' in none && none.kind === 'auth' && none.message.includes('OpenAI'));
  });

  it('asks no vendor that is switched off', async () => {
    const failure = await resolve('anthropic/a', { disabled: ['anthropic'] });
    assert.ok('kind' in failure && failure.message.includes('switched off'));
  });

  it('prices a model as the user says, and leaves unknown what was not counted', async () => {
    const prices = { 'anthropic/a': { input: 2, output: 10, cachedInput: 0.5 }, 'openai-compatible/*': { input: 0, output: 0 } };
    const baseUrls = { 'openai-compatible': 'http://127.0.0.1:1' };
    const [own, free, listed] = [await resolve('anthropic/a', { prices }), await resolve('openai-compatible/m', { prices, baseUrls }), await resolve('anthropic/b', { prices })];
    assert.ok('id' in own && 'id' in free && 'id' in listed);
    assert.equal(own.worstCostUsd?.({ input: 1_000_000, output: 100_000 }), 3);
    assert.equal(free.worstCostUsd?.({ input: 1_000_000, output: 1 }), 0);
    assert.equal(listed.worstCostUsd?.({ input: 1, output: 1 }), null);
  });

  it('needs no key for rehearsal', async () => {
    const found = await resolve('rehearsal', {}, withoutKey);
    assert.ok('id' in found);
  });

  it('takes no address that is off limits', async () => {
    const failure = await resolve('balanced', { baseUrls: { anthropic: 'http://169.254.169.254' } });
    assert.ok('kind' in failure);
    assert.equal(failure.kind, 'bad-input');
  });
});
