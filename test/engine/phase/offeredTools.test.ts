import assert from 'node:assert/strict';
import { err, ok } from '../../../src/engine/base/result.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { Question } from '../../../src/engine/model/wait.ts';
import { offeredTools } from '../../../src/engine/phase/offeredTools.ts';
import type { Toolbox } from '../../../src/engine/ports/tool.ts';
import { fakeTool } from '../agent/fakeTools.ts';
import { phaseJobOf } from './fixtures.ts';

/** Offers `own` once a person agreed to it. */
const careful: Toolbox = {
  find: () => undefined,
  async offer({ names, approve }) {
    const isAllowed = await approve({ title: 'Use "own"', detail: 'runs: wc -l' });
    return isAllowed ? ok(names.map((name) => fakeTool(name))) : err(failed('permission', 'You did not allow it.'));
  },
};

describe('the tools offered to a phase', () => {
  const job = phaseJobOf({ tools: ['own'] });
  const signal = new AbortController().signal;

  it('are those that it lists and the host has', async () => {
    const known = fakeTool('read_file');
    const offered = await offeredTools({ toolbox: { find: (name) => (name === 'read_file' ? known : undefined) }, ask: () => Promise.reject(new Error('no question')) }, phaseJobOf({ tools: ['diagnostics', 'read_file'] }), signal);
    assert.deepEqual(offered.ok && [...offered.value.keys()], ['read_file']);
  });

  it('wait for an approval that shows everything, as the approval of a call does', async () => {
    const asked: Question[] = [];
    const offered = await offeredTools({ toolbox: careful, ask: (question) => (asked.push(question), Promise.resolve('Allow')) }, job, signal);
    assert.deepEqual(offered.ok && [...offered.value.keys()], ['own']);
    assert.deepEqual(asked.map(({ kind, text, options, detail }) => ({ kind, text, options, detail })), [{ kind: 'approval', text: 'Use "own"', options: ['Allow', 'Deny'], detail: 'runs: wc -l' }]);
    assert.match(asked[0]?.call ?? '', /\/0\.1$/);
  });

  it('are refused by any other answer', async () => {
    for (const answer of ['Deny', 'allow', '', 'yes']) {
      const offered = await offeredTools({ toolbox: careful, ask: () => Promise.resolve(answer) }, job, signal);
      assert.equal(offered.ok ? '' : offered.error.kind, 'permission');
    }
  });

  it('are given up when the phase is stopped while it waits', async () => {
    const controller = new AbortController();
    const ask = (_: Question, stopped: AbortSignal): Promise<string> => new Promise((_resolve, reject) => stopped.addEventListener('abort', () => reject(new Error('Stopped.'))));
    const offered = offeredTools({ toolbox: careful, ask }, job, controller.signal);
    controller.abort();
    assert.equal((await offered.then((result) => (result.ok ? '' : result.error.kind))), 'cancelled');
  });
});
