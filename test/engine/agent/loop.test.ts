import assert from 'node:assert/strict';
import { shapesOnly } from '../../../src/engine/base/redaction.ts';
import { inbox } from '../../../src/engine/agent/inbox.ts';
import { runAgent } from '../../../src/engine/agent/loop.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Message } from '../../../src/engine/model/message.ts';
import { VendorTrouble } from '../../../src/engine/runtime/vendorTrouble.ts';
import { aborted, answers, breaksOff, fails, hangs, scriptedModel, sendsBroken } from './scriptedModel.ts';
import { unlimited, waits } from './callPorts.ts';
import { done, fakeTool, permit } from './fakeTools.ts';
import { manualClock } from './manualClock.ts';
import { execution, finish, kinds, outcomes, results, talk } from './talk.ts';

describe('agent', () => {
  it('takes turns until a call ends the conversation', async () => {
    const read = fakeTool('read_file');
    const it = await talk([answers({ text: 'Let me look.', calls: [['read_file', { path: 'a' }]] }), finish], { tools: [read] });
    assert.deepEqual(it.outcome, { type: 'ended' });
    assert.equal(kinds(it), 'text-delta turn-ended tool-started tool-finished turn-due turn-ended tool-started tool-finished');
    assert.deepEqual(results(it), ['read_file: {"path":"a"}']);
    assert.deepEqual(it.model.asked.map(({ length }) => length), [1, 3]);
    assert.equal(it.model.openStreams(), 0);
  });

  it('records a turn with its message and a call with its answer', async () => {
    const it = await talk([answers({ calls: [['read_file', 1]] }), finish], { tools: [fakeTool('read_file')] });
    const carried = it.events.flatMap((event) => ('message' in event ? [event.message?.role ?? 'none'] : []));
    assert.deepEqual(carried, ['assistant', 'tool', 'assistant', 'none'], 'what ended the phase needs no answer');
  });

  it('stops when the model asks for nothing', async () => {
    assert.deepEqual((await talk([answers({ text: 'Done.' })])).outcome, { type: 'stopped', text: 'Done.', isCutOff: false });
    assert.deepEqual((await talk([answers({})])).outcome, { type: 'stopped', text: '', isCutOff: false });
    assert.deepEqual((await talk([answers({ text: 'Too lo', reason: 'length' })])).outcome, { type: 'stopped', text: 'Too lo', isCutOff: true });
  });

  it('goes on when the vendor only paused the turn', async () => {
    const it = await talk([answers({ text: 'Thinking', reason: 'paused' }), finish]);
    assert.equal(it.outcome.type, 'ended');
    assert.equal(it.model.asked[1]?.at(-1)?.role, 'assistant');
  });

  it('ends at the limit of turns, counting those of an earlier process', async () => {
    const read = fakeTool('read_file');
    const turn = (n: number) => answers({ calls: [['read_file', n]] });
    const it = await talk([turn(1), turn(2)], { tools: [read], maxTurns: 2 });
    assert.equal(it.outcome.type === 'failed' && it.outcome.failure.kind, 'max-turns');
    const before: readonly Message[] = [{ role: 'user', text: 'Go.' }, { role: 'assistant', text: '', calls: [{ id: 'x', name: 'read_file', input: 1 }] }, { role: 'tool', callId: 'x', name: 'read_file', output: '', isError: false }];
    const resumed = await talk([turn(2)], { tools: [read], maxTurns: 2, messages: before });
    assert.equal(resumed.model.asked.length, 1);
    assert.equal(resumed.outcome.type === 'failed' && resumed.outcome.failure.kind, 'max-turns');
  });

  it('suspends between two turns, after the calls of the last one', async () => {
    const it = await talk([answers({ calls: [['read_file', 1]] })], { tools: [fakeTool('read_file')], isSuspended: () => true, messages: [{ role: 'user', text: 'Go.' }, { role: 'assistant', text: '', calls: [{ id: 'x', name: 'read_file', input: 1 }] }] });
    assert.deepEqual(it.outcome, { type: 'suspended' });
    assert.equal(it.model.asked.length, 0);
    assert.equal(results(it).length, 1);
  });
});

describe('calls', () => {
  it('answers what cannot run with an error that says what to do', async () => {
    const it = await talk([
      answers({ calls: [['fly', {}], ['read_file', 'bad'], ['read_file', 'forbidden']] }),
      sendsBroken('read_file', '{"path": "a'),
      finish,
    ], { tools: [fakeTool('read_file')] });
    assert.match(results(it).join('\n'), /There is no tool "fly" in this phase. Available: read_file, submit_artifact/);
    assert.match(results(it).join('\n'), /\/path: is missing[^]*off limits[^]*not complete JSON, so nothing ran/);
    assert.deepEqual(outcomes(it), ['error', 'error', 'denied', 'error', 'ok']);
  });

  it('runs the first of two calls with the same id, and answers it once', async () => {
    const read = fakeTool('read_file');
    const it = await talk([answers({ calls: [['read_file', 1, 'same'], ['read_file', 2, 'same']] }), finish], { tools: [read] });
    assert.deepEqual(read.ran, [1]);
    assert.equal(results(it).length, 1);
  });

  it('runs at most 50 calls of a turn and answers the rest', async () => {
    const read = fakeTool('read_file');
    const it = await talk([answers({ calls: Array.from({ length: 53 }, (_, index) => ['read_file', index, `c${index}`] as const) }), finish], { tools: [read] });
    assert.equal(read.ran.length, 50);
    assert.equal(results(it).length, 53);
    assert.match(results(it).at(-1) ?? '', /Only 50 calls/);
  });

  it('turns whatever a tool throws into a result', async () => {
    const it = await talk([answers({ calls: [['read_file', 1]] }), finish], { tools: [fakeTool('read_file', 'none', async () => { throw new Error('EIO'); })] });
    assert.match(results(it)[0] ?? '', /The tool broke: EIO/);
  });

  it('asks where permission says so, and denies what the person or the rules deny', async () => {
    const [write, run] = [fakeTool('write_file', 'workspace'), fakeTool('run_command', 'process')];
    const asked: string[] = [];
    const it = await talk([answers({ calls: [['write_file', 1], ['write_file', 2], ['run_command', 3]] }), finish], {
      tools: [write, run],
      permission: permit({ write_file: 'ask', run_command: 'deny' }),
      ask: async (question) => {
        asked.push(`${question.kind}: ${question.text} ${question.detail}`);
        return asked.length === 1 ? 'Allow' : 'Deny';
      },
    });
    assert.deepEqual(write.ran, [1]);
    assert.deepEqual(run.ran, []);
    assert.equal(asked[0], 'approval: write_file something (write_file is like that) 1');
    assert.deepEqual(outcomes(it), ['ok', 'denied', 'denied', 'ok']);
  });

  it('warns at the third same call in a row and stops at the sixth', async () => {
    const read = fakeTool('read_file');
    const same = answers({ calls: [['read_file', 1]] });
    const it = await talk(Array.from({ length: 6 }, () => same), { tools: [read] });
    assert.equal(it.outcome.type === 'failed' && it.outcome.failure.kind, 'repeated-call');
    assert.equal(read.ran.length, 5);
    assert.deepEqual(results(it).map((output) => output.includes('same call')), [false, false, true, true, true]);
  });

  it('does not announce or repeat a side effect that an earlier process left in the middle', async () => {
    const call = `${execution}/1.1` as ToolCallId;
    const before: readonly Message[] = [{ role: 'user', text: 'Go.' }, { role: 'assistant', text: '', calls: [{ id: 'x', name: 'write_file', input: 1 }, { id: 'y', name: 'read_file', input: 2 }] }];
    const [write, read] = [fakeTool('write_file', 'workspace'), fakeTool('read_file')];
    const both = new Set([call, `${execution}/1.2` as ToolCallId]);
    const it = await talk([finish], { tools: [write, read], messages: before, begun: both, interrupted: both });
    assert.deepEqual([write.ran, read.ran], [[], [2]], 'reading again is harmless');
    assert.deepEqual(outcomes(it), ['unknown', 'ok', 'ok']);
    assert.equal(kinds(it), 'tool-finished tool-finished turn-due turn-ended tool-started tool-finished');
    assert.match(results(it)[0] ?? '', /outcome is unknown/);
  });

  it('cancels a call under way, and starts none after that', async () => {
    const stop = new AbortController();
    const slow = fakeTool('run_command', 'process', async (_input, _context, signal) => {
      await aborted(signal);
      return { outcome: 'cancelled', output: 'Stopped.' };
    });
    const it = await talk([answers({ calls: [['run_command', 1], ['run_command', 2]] })], { tools: [slow], signal: stop.signal, onEvent: ({ type }) => { if (type === 'tool-started') setImmediate(() => stop.abort()); } });
    assert.equal(it.outcome.type === 'failed' && it.outcome.failure.kind, 'cancelled');
    assert.deepEqual(outcomes(it), ['cancelled']);
    assert.deepEqual(slow.ran, [1]);
  });

  it('does not run a call that was stopped between its announcement and its start', async () => {
    const stop = new AbortController();
    const write = fakeTool('write_file', 'workspace', async () => done('written'));
    const it = await talk([answers({ calls: [['write_file', 1]] })], { tools: [write], signal: stop.signal, onEvent: ({ type }) => { if (type === 'tool-started') stop.abort(); } });
    assert.deepEqual(write.ran, []);
    assert.deepEqual(outcomes(it), ['cancelled']);
  });
});

describe('turns', () => {
  const overloaded = failed('overloaded', 'Busy.', { isRetryable: true });

  it('asks again after a failure worth retrying, and counts the turn once', async () => {
    const it = await talk([fails(overloaded, 'half'), breaksOff('half a'), finish]);
    assert.equal(it.outcome.type, 'ended');
    assert.deepEqual(it.events.flatMap((event) => (event.type === 'turn-retried' ? [event.failure.kind] : [])), ['overloaded', 'network']);
    assert.equal(it.naps.length, 2);
    assert.deepEqual(it.model.asked.map(({ length }) => length), [1, 1, 1], 'nothing of a broken turn is sent back');
    assert.equal(it.events.filter(({ type }) => type === 'turn-ended').length, 1);
  });

  it('waits as long as the vendor asks', async () => {
    const it = await talk([fails({ ...overloaded, retryAfterMs: 50_000 }), finish]);
    assert.deepEqual(it.naps, [50_000]);
  });

  it('is blocked after five tries, or where it would have to wait too long, and keeps no half turn', async () => {
    const tired = await talk([1, 2, 3, 4, 5].map((n) => fails(overloaded, `try ${n}`)));
    assert.equal(tired.events.filter(({ type }) => type === 'turn-retried').length, 4);
    const late = await talk([fails({ ...overloaded, retryAfterMs: 3_600_000 }, 'so far')]);
    for (const it of [tired, late]) {
      assert.equal(it.outcome.type === 'blocked' && it.outcome.by.reason, 'rate-limit');
      assert.ok(it.events.every(({ type }) => type !== 'message'));
    }
    assert.ok(late.outcome.type === 'blocked' && late.outcome.by.reason === 'rate-limit' && late.outcome.by.resumeAt >= 3_600_000);
  });

  it('gives up trouble in a run that never had an answer, and keeps what was said', async () => {
    const vendors = new VendorTrouble(manualClock()).limiterFor(() => false);
    const unreachable = failed('network', 'Refused.', { isRetryable: true });
    const it = await talk([1, 2, 3, 4, 5].map((n) => fails(unreachable, `try ${n}`)), { vendors });
    assert.deepEqual(it.outcome, { type: 'failed', failure: unreachable });
    assert.deepEqual(it.events.at(-1), { type: 'message', message: { role: 'assistant', text: 'try 5', calls: [] } });
  });

  it('does not retry what will not get better', async () => {
    const it = await talk([fails(failed('auth', 'The key is wrong.'))]);
    assert.equal(it.outcome.type === 'failed' && it.outcome.failure.kind, 'auth');
    assert.equal(it.naps.length, 0);
  });

  it('names a refusal and a filter, and still counts their cost', async () => {
    for (const [reason, kind] of [['refused', 'refused'], ['filtered', 'filtered']] as const) {
      const it = await talk([answers({ text: 'I will not.', reason })]);
      assert.equal(it.outcome.type === 'failed' && it.outcome.failure.kind, kind);
      assert.equal(kinds(it), 'text-delta turn-ended message');
    }
  });

  it('stops a stream and keeps what was said', async () => {
    const stop = new AbortController();
    const it = await talk([hangs('Let me think')], { signal: stop.signal, onEvent: () => setImmediate(() => stop.abort()) });
    assert.equal(it.outcome.type === 'failed' && it.outcome.failure.kind, 'cancelled');
    assert.deepEqual(it.events.at(-1), { type: 'message', message: { role: 'assistant', text: 'Let me think', calls: [] } });
    assert.equal(it.model.openStreams(), 0);
  });

  it('asks no more once it was stopped during a pause between retries', async () => {
    const stop = new AbortController();
    const it = await talk([fails(overloaded)], { signal: stop.signal, onEvent: ({ type }) => { if (type === 'turn-retried') stop.abort(); } });
    assert.equal(it.outcome.type === 'failed' && it.outcome.failure.kind, 'cancelled');
    assert.equal(it.model.asked.length, 1);
  });

  it('closes the stream when whoever listens leaves', async () => {
    const model = scriptedModel([hangs('text')]);
    const clock = manualClock();
    const ports = { model, redaction: shapesOnly, ...waits(clock), inbox: inbox({ given: () => [] }, 0), budget: unlimited, executor: { execution, execute: () => assert.fail('there are no calls') }, isSuspended: () => false };
    const agent = runAgent(ports, { request: { system: '', tools: [], maxOutputTokens: 1, seed: 1 }, messages: [], compacted: new Map(), maxTurns: 1 }, new AbortController().signal);
    await agent.next();
    assert.equal(model.openStreams(), 1);
    await agent.return({ type: 'suspended' });
    assert.equal(model.openStreams(), 0);
  });
});
