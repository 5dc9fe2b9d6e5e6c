import assert from 'node:assert/strict';
import type { Permission } from '../../../src/engine/ports/tool.ts';
import type { Question } from '../../../src/engine/model/wait.ts';
import { fakeTool } from './fakeTools.ts';
import { answers } from './scriptedModel.ts';
import { finish, results, talk } from './talk.ts';

const script = [answers({ calls: [['run', 'x']] }), finish];

/** Asks each time, about what has the next of these fingerprints. */
function asking(fingerprints: readonly string[], remembered: string[] = []): Permission {
  let count = 0;
  return {
    decide: () => ({ type: 'ask', reason: 'It runs a script.', fingerprint: fingerprints[Math.min(count++, fingerprints.length - 1)] ?? '', covers: 'this script' }),
    remember: async (_tool, _intent, { scope }) => void remembered.push(scope),
  };
}

describe('an approval', () => {
  it('counts for what was shown: a script that changed meanwhile is asked about again', async () => {
    const tool = fakeTool('run', 'process');
    const asked: Question[] = [];
    const ask = async (question: Question): Promise<string> => (asked.push(question), 'Allow');
    await talk(script, { tools: [tool], permission: asking(['old', 'new', 'new']), ask });
    assert.deepEqual(asked.map(({ text }) => text.includes('has changed since you were asked')), [false, true]);
    assert.equal(tool.ran.length, 1);
  });

  it('given to what then changed, and refused at the second look, lets nothing run', async () => {
    const tool = fakeTool('run', 'process');
    const said = ['Always allow here', 'Deny'];
    const remembered: string[] = [];
    await talk(script, { tools: [tool], permission: asking(['old', 'new', 'new'], remembered), ask: async () => said.shift() ?? '' });
    assert.deepEqual([tool.ran, remembered], [[], []]);
  });

  it('is a no unless it is one of the answers that were offered, to the letter', async () => {
    for (const answer of ['', 'allow', 'Allow ', 'yes', 'ALLOW', 'Allow this', '1', 'Deny', '__proto__']) {
      const tool = fakeTool('run', 'process');
      const told = await talk(script, { tools: [tool], permission: asking(['same']), ask: async () => answer });
      assert.deepEqual([tool.ran, results(told)[0]?.startsWith('The person did not allow this')], [[], true], answer);
    }
  });

  it('lasts as long as was said, and only where that was offered', async () => {
    const remembered: string[] = [];
    for (const answer of ['Allow', 'Allow in this phase', 'Always allow here']) await talk(script, { tools: [fakeTool('run', 'process')], permission: asking(['same'], remembered), ask: async () => answer });
    assert.deepEqual(remembered, ['once', 'phase', 'project']);
  });
});
