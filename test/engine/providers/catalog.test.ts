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
      assert.match(failure.message, /fast, balanced, deep.*"anthropic\/<model>" or "rehearsal"/);
    });
  }

  it('says that other vendors come later', async () => {
    for (const reference of ['openai/gpt', 'gemini']) assert.match(await idOf(reference), /comes in a later version/);
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
