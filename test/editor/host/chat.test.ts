import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Session } from '../../../src/extension/session.ts';
import { type ChatStream, chatTurn } from '../../../src/extension/chat/chatTurn.ts';
import { chosenOption } from '../../../src/extension/chat/chosenOption.ts';

type Sent = { run: string; type: string; answer?: string };

describe('@phasegate in the chat', () => {
  it('tells how the run stands, with the buttons that it allows', async () => {
    const { told, buttons, sent } = await say('', [phase({ name: 'Plan', status: 'completed' }), phase({ name: 'Build', status: 'running' })]);
    assert.match(told, /Mend it/);
    assert.match(told, /Plan: completed/);
    assert.deepEqual(buttons, ['phasegate.pause', 'phasegate.openPipeline']);
    assert.deepEqual(sent, []);
  });

  it('takes words as the answer to the question that waits', async () => {
    const { sent } = await say('Green, please', [asking({ kind: 'question', options: [] })]);
    assert.deepEqual(sent, [{ run: 'run', type: 'answer', call: 'call', answer: 'Green, please' }]);
  });

  it('takes an approval only by its own words or number', async () => {
    for (const [words, answer] of [['allow', 'Allow'], ['2', 'Deny'], ['Deny.', 'Deny']] as const) {
      assert.deepEqual((await say(words, [asking({ kind: 'approval', options: ['Allow', 'Deny'] })])).sent.map((each) => each.answer), [answer]);
    }
    for (const words of ['yes', 'Allow everything from now on', 'allow && rm', '3', '0', '']) {
      const { sent } = await say(words, [asking({ kind: 'approval', options: ['Allow', 'Deny'] })]);
      assert.deepEqual(sent, [], words);
    }
  });

  it('shows what a model wrote as text, never as a link or an image', async () => {
    const { told } = await say('', [phase({ name: '![x](https://evil.test/x.png) [go](command:phasegate.cancel) <img src=x>', status: 'running' })]);
    assert.ok(!told.includes('![x](') && !told.includes('](command:'), told);
  });

  it('finds options by number and text', () => {
    assert.equal(chosenOption(['Red', 'Green'], ' green '), 'Green');
    assert.equal(chosenOption(['10', '2'], '2'), '2');
    assert.equal(chosenOption(['Red'], 'toString'), undefined);
  });
});

function phase(of: { readonly name: string; readonly status: string; readonly wait?: object }): object {
  return { id: of.name, message: null, wait: null, commands: of.wait ? ['answer'] : [], ...of };
}

function asking({ kind, options }: { readonly kind: 'question' | 'approval'; readonly options: readonly string[] }): object {
  return phase({ name: 'Plan', status: 'waiting', wait: { reason: kind === 'approval' ? 'approval' : 'input', question: { call: 'call', kind, text: 'Which?', options } } });
}

/** A session with one run, and what was told of it. */
async function say(prompt: string, phases: readonly object[]): Promise<{ told: string; buttons: readonly string[]; sent: readonly Sent[] }> {
  const sent: Sent[] = [];
  const view = { run: { id: 'run', goal: 'Mend it', status: 'running', message: null, usage: { costUsd: 0 }, commands: ['pause'] }, phases };
  const engine = { send: async (run: string, command: Omit<Sent, 'run'>) => (sent.push({ run, ...command }), { ok: true }) };
  const session = { open: async () => ({ engine, focus: { view } }) } as unknown as Session;
  let told = '';
  const buttons: string[] = [];
  const stream: ChatStream = {
    markdown: (value) => void (told += typeof value === 'string' ? value : value.value),
    button: ({ command }) => void buttons.push(command),
  };
  assert.ok(vscode.workspace.isTrusted);
  await chatTurn(session, { prompt, command: undefined }, stream);
  return { told: told.replaceAll('&nbsp;', ' '), buttons, sent };
}
