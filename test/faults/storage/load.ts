import { createHash } from 'node:crypto';
import type { Fact, RunEvent } from '../../../src/engine/model/fact.ts';
import { contentHash, executionId, phaseId, projectId, type RunId, toolCallId } from '../../../src/engine/model/ids.ts';
import { workflowTemplate } from '../../../src/engine/model/template.ts';
import type { Commit, StoredText } from '../../../src/engine/ports/store.ts';

/** What the writer stores under a run and a number follows from these two alone, so that the checker can tell. */
export const projectOfLoad = projectId.parse('project');

const template = workflowTemplate.parse({ id: 'load', name: 'Load', version: 1, phases: [{ id: 'only', name: 'Only', type: 'automated', prompt: 'Work.', output: 'spec' }] });
const phase = phaseId.parse('only');

export function hashOf(text: string) {
  return contentHash.parse(createHash('sha256').update(text).digest('hex'));
}

/** The commit that holds fact `seq`: three to begin with, then one tool call each, now and then with a large output. */
export function commitAt(run: RunId, seq: number): Commit {
  const execution = executionId.parse(`${run}/execution`);
  if (seq === 1) {
    return commit(run, seq, { events: [
      { type: 'run-created', project: projectOfLoad, template, inputs: {}, isAuto: true, model: null, maxParallel: 1 },
      { type: 'run-started' },
      { type: 'phase-started', phase, execution, attempt: 1, iteration: null, model: 'balanced' },
    ] });
  }
  const text = textAt(run, seq);
  const ref = text && { hash: text.hash, bytes: text.text.length, preview: '' };
  const call = toolCallId.parse(`call-${seq}`);
  return commit(run, seq, { texts: text ? [text] : [], events: [
    { type: 'tool-started', phase, execution, call, turn: 1, name: 'read_file', input: { text: `${run} ${seq}` } },
    { type: 'tool-finished', phase, execution, call, outcome: 'ok', output: ref ?? { text: 'x'.repeat(seq % 900) }, durationMs: seq },
  ] });
}

export function nextSeq(seq: number): number {
  return seq === 1 ? 4 : seq + 2;
}

function commit(runId: RunId, first: number, { events, texts = [] }: { readonly events: readonly RunEvent[]; readonly texts?: readonly StoredText[] }): Commit {
  const facts: Fact[] = events.map((event, index) => ({ runId, seq: first + index, at: first + index, event }));
  return { facts, texts };
}

/** Every eighth output goes to the table of contents, every sixteenth is large enough for the blob folder. */
function textAt(run: RunId, seq: number): StoredText | null {
  const turn = (seq / 2) % 16;
  if (turn !== 0 && turn !== 8) return null;
  const text = `${run} ${seq} `.repeat(turn === 0 ? 1_500 : 200);
  return { hash: hashOf(text), text };
}
