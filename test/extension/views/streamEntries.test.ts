import assert from 'node:assert/strict';
import type { ContentRef } from '../../../src/engine/model/content.ts';
import type { Fact, RunEvent } from '../../../src/engine/model/fact.ts';
import type { ArtifactId, CheckpointId, ContentHash, ExecutionId, PhaseId, RunId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Message } from '../../../src/engine/model/message.ts';
import { PhaseStream } from '../../../src/extension/views/streamEntries.ts';

const phase = 'plan' as PhaseId;
const execution = 'run-1/plan/1' as ExecutionId;
const call = 'run-1/plan/1/1.1' as ToolCallId;
const hash = 'a'.repeat(64) as ContentHash;

describe('the stream of a phase', () => {
  it('tells what was said, called and answered, in order', async () => {
    const entries = await streamOf(
      { type: 'phase-started', phase, execution, attempt: 1, iteration: null, model: 'balanced' },
      said(0, { role: 'user', text: 'Plan it.' }),
      said(1, { role: 'assistant', text: 'I look first.', calls: [] }),
      { type: 'tool-started', phase, execution, call, turn: 1, name: 'read_file', input: { text: '{"path":"a.ts"}' } },
      { type: 'tool-finished', phase, execution, call, outcome: 'ok', output: { text: 'const a = 1;' }, durationMs: 3 },
    );
    assert.deepEqual(entries.map((entry) => (entry.type === 'tool' ? [entry.name, entry.input, entry.output, entry.outcome] : entry.text)), [
      'Started with balanced.',
      'Plan it.',
      'I look first.',
      ['read_file', '{"path":"a.ts"}', 'const a = 1;', 'ok'],
    ]);
  });

  it('leaves out what has no words: tool messages, empty turns, other phases', async () => {
    const entries = await streamOf(
      said(0, { role: 'assistant', text: '  ', calls: [] }),
      said(1, { role: 'tool', callId: 'x', name: 'read_file', output: 'long', isError: false }),
      { type: 'phase-started', phase: 'build' as PhaseId, execution, attempt: 1, iteration: null, model: 'deep' },
      { type: 'run-started' },
    );
    assert.deepEqual(entries, []);
  });

  it('shows what a person writes in their own words and at once, and says when the model is told', async () => {
    const told: Message = { role: 'user', text: 'The person for whom you work writes:\n\nFaster!' };
    const entries = await streamOf(
      { type: 'steering-given', phase, text: 'Faster!' },
      { type: 'steering-given', phase: 'build' as PhaseId, text: 'Slower!' },
      { type: 'message-added', phase, execution, ordinal: 4, role: 'user', content: { text: JSON.stringify(told) }, steering: 1 },
    );
    assert.deepEqual(entries.map((entry) => (entry.type === 'tool' ? [] : [entry.type, entry.text])), [['text', 'Faster!'], ['note', 'The model is told.']]);
  });

  it('tells what reviewers come to, and leaves their own conversations out', async () => {
    const reviewer = `${execution}/reviewer-1` as ExecutionId;
    const artifact = { id: `${reviewer}/artifact` as ArtifactId, type: 'review', hash, isForced: false };
    const entries = await streamOf(
      { type: 'review-started', phase, execution: reviewer, author: execution, round: 1, seat: 0, reviewer: 'deep', model: 'deep' },
      { type: 'message-added', phase, execution: reviewer, ordinal: 0, role: 'user', content: { text: '{"role":"user","text":"You give a second opinion."}' } },
      { type: 'tool-started', phase, execution: reviewer, call: `${reviewer}/1.1` as ToolCallId, turn: 1, name: 'read_file', input: { text: '{}' } },
      { type: 'review-finished', phase, execution: reviewer, outcome: { type: 'reviewed', artifact, verdict: 'approve', summary: 'It holds.', findings: [] } },
      { type: 'review-decided', phase, execution, round: 1, decision: 'passed', message: 'deep approves.' },
    );
    assert.deepEqual(entries.map((entry) => (entry.type === 'note' ? entry.text : entry.type)), ['deep looks at it.', 'A reviewer approves: It holds.', 'The reviewers let it pass. deep approves.']);
  });

  it('answers with changes only: a finished call replaces the one that started', async () => {
    const stream = new PhaseStream(phase, inline);
    const facts = toFacts([
      { type: 'tool-started', phase, execution, call, turn: 1, name: 'git', input: { text: '{}' } },
      { type: 'tool-finished', phase, execution, call, outcome: 'error', output: { text: 'no' }, durationMs: 1 },
    ]);
    const [first] = await stream.add(facts.slice(0, 1));
    const [second] = await stream.add(facts);
    assert.equal(first?.id, second?.id);
    assert.equal(second?.type === 'tool' && second.outcome, 'error');
    assert.equal(stream.entries.length, 1);
    assert.deepEqual(await stream.add(facts), []);
  });

  it('says when a rollback took the work above back, and when it was undone', async () => {
    const artifact = { id: 'a' as ArtifactId, type: 'note', hash, isForced: false };
    const checkpointOf = (id: string): RunEvent => ({ type: 'checkpoint-taken', phase: null, checkpoint: id as CheckpointId, snapshot: null });
    const rollbackTo = (id: string): RunEvent => ({ type: 'run-rolled-back', checkpoint: id as CheckpointId, safety: 'later' as CheckpointId, message: 'Rolled back to the end of "Start".' });
    const entries = await streamOf(
      checkpointOf('early'),
      { type: 'phase-completed', phase, execution, artifact, values: {} },
      checkpointOf('late'),
      rollbackTo('late'),
      checkpointOf('safety'),
      rollbackTo('early'),
      rollbackTo('early'),
      rollbackTo('safety'),
      rollbackTo('early'),
      { type: 'phase-started', phase, execution, attempt: 1, iteration: null, model: 'deep' },
      rollbackTo('early'),
    );
    const [done, back, again] = ['Completed with a valid note.', 'Rolled back to the end of "Start". What this phase did since then does not count any more.', 'The rollback was undone: the work above counts again.'];
    assert.deepEqual(entries.map((entry) => entry.type !== 'tool' && entry.text), [done, back, again, back, 'Started with deep.', back]);
  });

  it('reads long texts from the store and cuts them for the panel', async () => {
    const stream = new PhaseStream(phase, () => Promise.resolve('y'.repeat(50_000)));
    const ref: ContentRef = { hash, bytes: 50_000, preview: 'yy' };
    await stream.add(toFacts([
      { type: 'tool-started', phase, execution, call, turn: 1, name: 'run_command', input: ref },
      { type: 'tool-finished', phase, execution, call, outcome: 'ok', output: ref, durationMs: 1 },
    ]));
    const [entry] = stream.entries;
    assert.ok(entry?.type === 'tool' && entry.output?.endsWith('… and 30000 more characters'));
  });

  it('says what went wrong and what became of it', async () => {
    const failure = { kind: 'rate-limit', message: 'Too many requests.', isRetryable: true } as const;
    const entries = await streamOf(
      { type: 'turn-retried', phase, execution, turn: 1, failure, delayMs: 1_500 },
      { type: 'output-rejected', phase, execution, raw: { text: '{}' }, issues: [{ pointer: '', message: 'is empty' }, { pointer: '/a', message: 'is missing' }] },
      { type: 'phase-failed', phase, execution, failure },
    );
    assert.deepEqual(entries.map((entry) => entry.type === 'note' && [entry.level, entry.text]), [
      ['warning', 'Too many requests. Trying again in 2 s.'],
      ['warning', 'The output was not valid:\n/: is empty\n/a: is missing'],
      ['error', 'Too many requests.'],
    ]);
  });
});

const inline = (ref: ContentRef): Promise<string> => Promise.resolve('text' in ref ? ref.text : ref.preview);

function said(ordinal: number, message: Message): RunEvent {
  return { type: 'message-added', phase, execution, ordinal, role: message.role, content: { text: JSON.stringify(message) } };
}

function toFacts(events: readonly RunEvent[]): Fact[] {
  return events.map((event, index) => ({ runId: 'run-1' as RunId, seq: index + 1, at: 1_000 + index, event }));
}

async function streamOf(...events: readonly RunEvent[]) {
  const stream = new PhaseStream(phase, inline);
  await stream.add(toFacts(events));
  return stream.entries;
}
