import assert from 'node:assert/strict';
import { environmentSecrets, secretValues } from '../../../src/engine/node/environmentSecrets.ts';

describe('environmentSecrets', () => {
  it("finds a vendor's key under its usual names", async () => {
    const secrets = environmentSecrets({ ANTHROPIC_API_KEY: ' key-a ', GEMINI_API_KEY: '', GOOGLE_API_KEY: 'key-g', OPEN_ROUTER_API_KEY: 'key-r' });
    assert.equal(await secrets.get('anthropic'), 'key-a');
    assert.equal(await secrets.get('gemini'), 'key-g');
    assert.equal(await secrets.get('open-router'), 'key-r');
    assert.equal(await secrets.get('openai'), undefined);
    assert.equal(await secrets.get('constructor'), undefined);
  });

  it('knows which values must not show up anywhere', () => {
    assert.deepEqual(secretValues({ OPENAI_API_KEY: 'canary-one', GITHUB_TOKEN: 'canary-two', AWS_SECRET_ACCESS_KEY: 'canary-three', PHASEGATE_INPUT_MY_PAT: 'canary-four', DB_PASSWORD: 'short', HOME: '/home/someone' }), ['canary-one', 'canary-two', 'canary-three', 'canary-four']);
  });
});
