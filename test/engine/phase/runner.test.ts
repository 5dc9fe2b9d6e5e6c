import assert from 'node:assert/strict';
import { failed } from '../../../src/engine/model/failure.ts';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import type { Json } from '../../../src/engine/model/json.ts';
import type { Message } from '../../../src/engine/model/message.ts';
import type { CallBudget } from '../../../src/engine/ports/callBudget.ts';
import { type ConversationHistory, newConversation } from '../../../src/engine/phase/job.ts';
import { askTool, done, fakeTool } from '../agent/fakeTools.ts';
import { unlimited } from '../agent/callPorts.ts';
import { manualClock } from '../agent/manualClock.ts';
import { aborted, answers, fails, hangs, scriptedModel, submits } from '../agent/scriptedModel.ts';
import { phaseJobOf, type PhaseRun, runPhaseToEnd, toolboxOf } from './fixtures.ts';

function kinds(events: readonly RunEvent[]): string {
  return events.map(({ type }) => type).join(' ');
}

function failureKind({ outcome }: PhaseRun): string {
  return 'failure' in outcome ? outcome.failure.kind : outcome.type;
}

const good = submits({ title: 'A plan' });

describe('phase', () => {
  it('ends with the artifact that was submitted', async () => {
    const { outcome, events } = await runPhaseToEnd(phaseJobOf(), { model: scriptedModel([good]) });
    assert.deepEqual(outcome.type === 'completed' && outcome.data, { title: 'A plan' });
    assert.equal(kinds(events), 'message-added turn-ended message-added tool-started tool-finished');
  });

  it('ends what its tools keep running, however it ends', async () => {
    for (const [expected, model] of [['completed', scriptedModel([good])], ['cancelled', scriptedModel([hangs()])], ['auth', scriptedModel([fails(failed('auth', 'no'))])]] as const) {
      const ended: string[] = [];
      const stop = new AbortController();
      const toolbox = { ...toolboxOf(), endOf: async (execution: string) => void ended.push(execution) };
      const job = phaseJobOf();
      const running = runPhaseToEnd(job, { model, toolbox, abort: stop.signal });
      if (expected === 'cancelled') stop.abort();
      await running;
      assert.deepEqual(ended, [job.execution], expected);
    }
  });

  it('shows the model its inputs, its task, its tools and the contract', async () => {
    const model = scriptedModel([good]);
    await runPhaseToEnd(phaseJobOf({ inputs: { research: { risk: 'high' } } }), { model, tools: [fakeTool('read_file'), fakeTool('write_file', 'workspace')] });
    const request = model.requests[0];
    assert.match(request?.messages[0]?.role === 'user' ? request.messages[0].text : '', /<artifact phase="research">[^]*"risk": "high"[^]*# Plan\n\nPlan it\./);
    assert.deepEqual(request?.tools.map(({ name }) => name), ['read_file', 'submit_artifact'], 'no tool that the phase does not name');
  });

  it('fails before the first turn without a model or a schema', async () => {
    const model = scriptedModel([]);
    assert.equal(failureKind(await runPhaseToEnd(phaseJobOf({ model: 'missing' }), { model })), 'not-found');
    assert.equal(failureKind(await runPhaseToEnd(phaseJobOf({ output: 'no-such-output' }), { model })), 'bad-input');
  });

  it('says once, in the diagnostics, what its models are told of the contract in words only', async () => {
    const lines: string[] = [];
    const lossy = (id: string) => ({ lossesOf: () => [{ pointer: '/properties/title', keyword: 'pattern', meaning: `${id} reads this.` }] });
    const model = { ...scriptedModel([answers({ text: 'Hm' }), good], 'one/a'), ...lossy('a'), next: { ...scriptedModel([], 'two/b'), ...lossy('b') } };
    const log = { info: (line: string) => void lines.push(line) };
    await runPhaseToEnd(phaseJobOf(), { model, log });
    const rest = ': 1 rule of the schema of "note" can be told in words only; the answer is checked for all of them: /properties/title';
    assert.deepEqual(lines, [`"Plan": one/a${rest} (a reads this.).`, `"Plan": two/b${rest} (b reads this.).`]);
    await runPhaseToEnd(phaseJobOf({ history: { ...newConversation, messages: [{ role: 'user', text: 'Plan it.' }] } }), { model: { ...scriptedModel([good]), ...lossy('a') }, log });
    assert.equal(lines.length, 2, 'not again where it goes on');
  });

  it('passes on what streams as signals, not as facts', async () => {
    const tool = fakeTool('read_file', 'none', async (_input, context) => {
      context.progress('half way');
      return done('read');
    });
    const { signals, events } = await runPhaseToEnd(phaseJobOf(), { model: scriptedModel([answers({ text: 'Looking', calls: [['read_file', 1]] }), good]), tools: [tool] });
    assert.deepEqual(signals.map(({ type, text }) => `${type}: ${text}`), ['text-delta: Looking', 'tool-progress: half way']);
    assert.ok(!kinds(events).includes('delta'));
  });
});

describe('output gate', () => {
  const bad = (title: Json) => submits({ title });

  it('gives invalid output back with its issues, and accepts the corrected one', async () => {
    const model = scriptedModel([bad('x'), good]);
    const { outcome, events } = await runPhaseToEnd(phaseJobOf(), { model });
    assert.equal(outcome.type, 'completed');
    assert.equal(events.filter(({ type }) => type === 'output-rejected').length, 1);
    const told = model.asked[1]?.at(-1);
    assert.match(told?.role === 'tool' ? told.output : '', /Rejected, 1 issue:\n\/title: [^]*Attempts left: 2\./);
  });

  it('waits for a decision after the last attempt, with the raw output and what is wrong with it', async () => {
    const { outcome, events } = await runPhaseToEnd(phaseJobOf(), { model: scriptedModel([bad('x'), bad(1), bad('y')]) });
    assert(outcome.type === 'undecided');
    assert.equal(outcome.failure.kind, 'invalid-artifact');
    assert.deepEqual(outcome.issues.map(({ pointer }) => pointer), ['/title']);
    assert.deepEqual(outcome.raw, { text: JSON.stringify({ title: 'y' }, null, 2) });
    assert.equal(events.filter(({ type }) => type === 'output-rejected').length, 3);
  });

  it('reminds a model that never submits, then waits for a decision with what it said', async () => {
    const model = scriptedModel([answers({ text: 'All done!' }), answers({}), answers({ text: 'Really.' })]);
    const { outcome, events } = await runPhaseToEnd(phaseJobOf(), { model });
    assert(outcome.type === 'undecided');
    assert.equal(outcome.failure.kind, 'no-artifact');
    assert.deepEqual(outcome.raw, { text: 'Really.' });
    assert.equal(kinds(events).match(/output-rejected message-added/g)?.length, 2);
    assert.match(lastText(model.asked[1]), /ends only through submit_artifact/);
  });

  it('says so when the answer was cut off by its length', async () => {
    const model = scriptedModel([answers({ text: 'Very long', reason: 'length' }), good]);
    await runPhaseToEnd(phaseJobOf(), { model });
    assert.match(lastText(model.asked[1]), /cut off at the limit[^]*submit_artifact/);
  });

  it('counts the attempts of an earlier process', async () => {
    const history = { ...newConversation, rejections: 2 };
    assert.equal((await runPhaseToEnd(phaseJobOf({ history }), { model: scriptedModel([bad('x')]) })).outcome.type, 'undecided');
  });
});

describe('a phase that goes on', () => {
  const opening: Message = { role: 'user', text: 'Plan it.' };

  it('after a reminder that was not sent: sends it, before it asks for another turn', async () => {
    const model = scriptedModel([good]);
    const history = after(opening, { role: 'assistant', text: 'Done.', calls: [] });
    const { events } = await runPhaseToEnd(phaseJobOf({ history }), { model });
    assert.deepEqual(model.asked[0]?.map(({ role }) => role), ['user', 'assistant', 'user']);
    assert.equal(kinds(events.slice(0, 2)), 'output-rejected message-added');
  });

  it('after its submission was not recorded as the end: submits again, without a turn', async () => {
    const history = after(opening, { role: 'assistant', text: '', calls: [{ id: 'c1', name: 'submit_artifact', input: { title: 'A plan' } }] });
    const { outcome } = await runPhaseToEnd(phaseJobOf({ history }), { model: scriptedModel([]) });
    assert.equal(outcome.type, 'completed');
  });

  it('numbers its messages behind those that are there', async () => {
    const history = after(opening);
    const { events } = await runPhaseToEnd(phaseJobOf({ history }), { model: scriptedModel([good]) });
    assert.deepEqual(events.flatMap((event) => (event.type === 'message-added' ? [event.ordinal] : [])), [1]);
  });
});

describe('phase limits', () => {
  it('does not count the time in which it waits for room in a budget', async () => {
    const clock = manualClock();
    const budget: CallBudget = { reserve: (...call) => { clock.advance(900_000); return unlimited.reserve(...call); } };
    assert.equal((await runPhaseToEnd(phaseJobOf(), { model: scriptedModel([good]), clock, budget })).outcome.type, 'completed');
  });

  it('stops a model that takes too long, and keeps what it said', async () => {
    const clock = manualClock();
    const run = await runPhaseToEnd(phaseJobOf(), { model: scriptedModel([stuckFor(clock, 'So far')]), clock });
    assert.equal(failureKind(run), 'timeout');
    assert.equal(run.events.at(-1)?.type, 'message-added');
    assert.deepEqual(clock.sleeping(), [], 'nothing keeps ticking');
  });

  it('stops a tool that takes too long, and records how it ended', async () => {
    const clock = manualClock();
    const slow = fakeTool('read_file', 'none', async (_input, _context, signal) => {
      setImmediate(() => clock.advance(900_000));
      await aborted(signal);
      return { outcome: 'cancelled', output: 'Stopped.' };
    });
    const run = await runPhaseToEnd(phaseJobOf(), { model: scriptedModel([answers({ calls: [['read_file', 1]] })]), tools: [slow], clock });
    assert.equal(failureKind(run), 'timeout');
    assert.deepEqual(run.events.flatMap((event) => (event.type === 'tool-finished' ? [event.outcome] : [])), ['cancelled']);
  });

  it('does not count the time in which it waits for a person', async () => {
    const clock = manualClock();
    const model = scriptedModel([answers({ calls: [['ask_user', 'Which?']] }), good]);
    const ask = async (): Promise<string> => {
      clock.advance(7 * 86_400_000);
      return 'That one.';
    };
    const { outcome } = await runPhaseToEnd(phaseJobOf({ tools: ['ask_user'] }), { model, tools: [askTool()], clock, ask });
    assert.equal(outcome.type, 'completed');
    const told = model.asked[1]?.at(-1);
    assert.equal(told?.role === 'tool' && told.output, 'They said: That one.');
  });

  it('counts the time again once the person has answered', async () => {
    const clock = manualClock();
    const model = scriptedModel([answers({ calls: [['ask_user', 'Which?']] }), stuckFor(clock, '')]);
    assert.equal(failureKind(await runPhaseToEnd(phaseJobOf({ tools: ['ask_user'] }), { model, tools: [askTool()], clock })), 'timeout');
  });

  it('ends as cancelled when it is stopped', async () => {
    const stop = new AbortController();
    const run = await runPhaseToEnd(phaseJobOf(), { model: scriptedModel([hangs('Hm')]), abort: stop.signal, onEvent: () => setImmediate(() => stop.abort()) });
    assert.equal(failureKind(run), 'cancelled');
  });

  it('passes the failure of the vendor on', async () => {
    assert.equal(failureKind(await runPhaseToEnd(phaseJobOf(), { model: scriptedModel([fails(failed('billing', 'No credit.'))]) })), 'billing');
  });

  it('suspends without an ending', async () => {
    assert.deepEqual((await runPhaseToEnd(phaseJobOf(), { model: scriptedModel([]), isSuspended: () => true })).outcome, { type: 'suspended' });
  });
});

function stuckFor(clock: ReturnType<typeof manualClock>, text: string): ReturnType<typeof hangs> {
  const stuck = hangs(text);
  return (request, signal) => {
    setImmediate(() => clock.advance(900_000));
    return stuck(request, signal);
  };
}

function after(...messages: readonly Message[]): ConversationHistory {
  return { ...newConversation, messages };
}

function lastText(messages: readonly Message[] | undefined): string {
  const last = messages?.at(-1);
  return last?.role === 'user' ? last.text : '';
}
