import assert from 'node:assert/strict';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

describe('tools of the conversation', () => {
  let at: Fixture;
  before(async () => {
    at = await workspaceFixture();
  });
  after(() => at.dispose());

  it('get_artifact answers JSON', async () => {
    const asked: string[] = [];
    const artifactOf = (phase: string): Promise<{ title: string } | undefined> => {
      asked.push(phase);
      return Promise.resolve(phase === 'plan' ? { title: 'A plan' } : undefined);
    };
    assert.deepEqual(await at.call('get_artifact', { phase: 'plan' }, { artifactOf }), { outcome: 'ok', output: '{\n  "title": "A plan"\n}' });
    assert.deepEqual(await at.call('get_artifact', { phase: 'other' }, { artifactOf }), { outcome: 'error', output: 'This phase sees no artifact of "other". Use what its instructions name.' });
    assert.deepEqual(asked, ['plan', 'other']);
  });

  it('get_artifact caps a huge one and keeps the whole', async () => {
    const result = await at.call('get_artifact', { phase: 'plan' }, { artifactOf: () => Promise.resolve(['x'.repeat(200_000)]) });
    assert.ok(result.output.length < 61_000);
    assert.ok((result.whole ?? '').length > 200_000);
  });

  it('ask_user passes the question on, with nothing hidden, and answers', async () => {
    const asked: unknown[] = [];
    const ask = (question: unknown): Promise<string> => {
      asked.push(question);
      return Promise.resolve('blue');
    };
    assert.deepEqual(await at.call('ask_user', { question: ' Which\u200b colour? ', options: ['red', 'blue'] }, { ask }), { outcome: 'ok', output: 'blue' });
    assert.deepEqual(asked, [{ text: 'Which⟨U+200B⟩ colour?', options: ['red', 'blue'] }]);
  });

  it('ask_user ends when the phase is stopped', async () => {
    const controller = new AbortController();
    const ask = (): Promise<string> => new Promise((_, reject) => controller.signal.addEventListener('abort', () => reject(new Error('aborted'))));
    const waiting = at.call('ask_user', { question: 'Well?' }, { ask, signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    assert.equal((await waiting).outcome, 'cancelled');
  });

  it('ask_user refuses an empty question', async () => {
    assert.match((await at.call('ask_user', { question: '  ' })).output, /\/question/);
  });
});
