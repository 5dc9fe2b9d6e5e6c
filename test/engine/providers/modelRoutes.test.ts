import assert from 'node:assert/strict';
import { type RouteSettings, routesOf } from '../../../src/engine/providers/modelRoutes.ts';
import { parseModelConfiguration, toModelSettings } from '../../../src/engine/providers/modelConfiguration.ts';

const routes = (reference: string, settings: RouteSettings = {}, keys: readonly string[] = ['anthropic', 'openai']): Promise<readonly string[]> =>
  routesOf(reference, { settings, hasKey: async (name) => keys.includes(name) });

describe('model routes', () => {
  it('are several, in their order and each once, where a name stands for several', async () => {
    assert.deepEqual(await routes('openai/a, gemini/b ,openai/a'), ['openai/a', 'gemini/b']);
    assert.deepEqual(await routes('safe', { aliases: { safe: 'deep, cheap', cheap: 'fast, openai/tiny' } }), ['anthropic/claude-opus-5-5', 'anthropic/claude-haiku-5-5', 'openai/tiny']);
  });

  it('end where names stand for each other', async () => {
    assert.ok((await routes('a', { aliases: { a: 'b, a, a', b: 'a, b, b' } })).every((route) => route === 'a' || route === 'b'));
  });

  it('lead to the models that a person chose for a vendor', async () => {
    assert.deepEqual(await routes('deep', { provider: 'openai', models: { openai: { deep: 'gpt-x' } } }), ['openai/gpt-x']);
    assert.deepEqual(await routes('deep', { provider: 'openai-compatible', models: { 'openai-compatible': { deep: 'qwen3' } } }), ['openai-compatible/qwen3']);
  });

  it('leave out vendors that are switched off', async () => {
    assert.deepEqual(await routes('deep', { disabled: ['anthropic'] }), ['openai/gpt-6-astra']);
  });

  it('lead a reviewer to the vendor with that role, else to another vendor than the author’s, else to the only one', async () => {
    assert.deepEqual(await routes('reviewer', { roles: { reviewer: 'gemini' } }), ['gemini']);
    assert.deepEqual(await routes('reviewer'), ['openai']);
    assert.deepEqual(await routes('second-opinion', { provider: 'openai' }), ['anthropic']);
    assert.deepEqual(await routes('reviewer', {}, ['gemini']), ['gemini']);
    assert.deepEqual(await routes('reviewer', { defaultModel: 'rehearsal' }), ['rehearsal']);
    assert.deepEqual(await routes('reviewer', { aliases: { reviewer: 'gemini/x' }, roles: { reviewer: 'openai' } }), ['gemini/x']);
  });
});

describe('model configuration', () => {
  it('says who does what', () => {
    const parsed = parseModelConfiguration({
      aliases: { safe: 'deep, fast' },
      providers: { openai: { role: 'primary', baseUrl: 'https://example.com/v1', models: { deep: 'gpt-x' } }, gemini: { role: 'reviewer', enabled: true }, anthropic: { enabled: false, role: 'second-opinion' } },
      prices: { 'openai/gpt-x': { input: 1, output: 2 } },
    });
    assert.ok(parsed.ok);
    assert.deepEqual(toModelSettings(parsed.value), {
      aliases: { safe: 'deep, fast' }, prices: { 'openai/gpt-x': { input: 1, output: 2 } }, provider: 'openai', roles: { reviewer: 'gemini' }, disabled: ['anthropic'],
      baseUrls: { openai: 'https://example.com/v1' }, models: { openai: { deep: 'gpt-x' } },
    });
  });

  it('is refused with every problem at its place', () => {
    const parsed = parseModelConfiguration({ aliases: { 'Not So': 'x' }, providers: { nobody: {}, openai: { role: 'boss' } }, prices: { x: { input: -1, output: 1 } }, more: 1 });
    assert.ok(!parsed.ok);
    for (const place of ['/aliases/Not So', '/providers', '/providers/openai/role', '/prices/x/input', '/:']) assert.ok(parsed.error.some((problem) => problem.startsWith(place)), `${place} in ${parsed.error.join('\n')}`);
  });

  it('takes no address that a key must not go to', () => {
    for (const baseUrl of ['http://example.com', 'https://169.254.169.254', 'ftp://x', 'https://user:pass@example.com']) {
      const parsed = parseModelConfiguration({ providers: { openai: { baseUrl } } });
      assert.ok(!parsed.ok && parsed.error[0]?.startsWith('/providers/openai/baseUrl'), baseUrl);
    }
  });
});
