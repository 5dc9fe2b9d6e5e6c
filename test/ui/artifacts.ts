// An artifact with everything the inspector has a form for.
import type { ArtifactId, ContentHash, PhaseId, RunId } from '../../src/engine/model/ids.ts';
import type { Json, JsonSchema } from '../../src/engine/model/json.ts';
import type { ToView } from '../../src/webview/protocol.ts';

export type ArtifactMessage = Extract<ToView, { type: 'artifact' }>;

export const taskQueueSchema: JsonSchema = {
  type: 'object',
  title: 'Task queue',
  properties: {
    summary: { type: 'string', title: 'Summary', description: 'What the tasks achieve together.' },
    decisions: { type: 'array', title: 'Decisions', items: { $ref: '#/$defs/decision' } },
    items: { type: 'array', title: 'Tasks', description: 'Carried out in this order, one iteration each.', items: { $ref: '#/$defs/task' } },
    risks: { type: 'array', items: { type: 'object', properties: { risk: { type: 'string' }, severity: { enum: ['low', 'medium', 'high'] }, mitigation: { type: 'string' } } } },
  },
  $defs: {
    decision: { type: 'object', properties: { id: { type: 'string' }, title: { type: 'string' }, status: { enum: ['accepted', 'open'] }, rationale: { type: 'string', title: 'Why' } } },
    task: {
      type: 'object',
      properties: {
        id: { type: 'string' }, title: { type: 'string' }, priority: { enum: ['low', 'medium', 'high'] }, description: { type: 'string' },
        decisions: { type: 'array', title: 'Follows from', items: { type: 'string' } },
        files: { type: 'array', items: { type: 'string' } }, acceptanceCriteria: { type: 'array', items: { type: 'string' } },
      },
    },
  },
};

export const taskQueue: Json = {
  summary: 'Repair `parseDate`, then document what it accepts. The parser stays *strict*: unknown forms are refused, not guessed.',
  decisions: [
    { id: 'd1', title: 'Months are one-based in text', status: 'accepted', rationale: 'The format is written by people; Date counts from zero.' },
    { id: 'd2', title: 'Two-digit years mean this century', status: 'open', rationale: 'No input before 2000 exists in the fixtures.' },
  ],
  items: [
    { id: 't1', title: 'Subtract one from the month', priority: 'high', description: 'In `parseDate`, pass `Number(month) - 1`.', decisions: ['d1'], files: ['src/date/parseDate.ts', 'test/parseDate.test.ts'], acceptanceCriteria: ['The test "1 March" passes.', 'No other test changes its result.'] },
    { id: 't2', title: 'Read two-digit years as 20xx', priority: 'medium', description: 'Prefix the century where the year has two digits.', decisions: ['d2', 'd1'], files: ['src/date/parseDate.ts'], acceptanceCriteria: ['`01.03.24` is 1 March 2024.'] },
    { id: 't3', title: 'Document the accepted forms', priority: 'low', description: 'A table in the README, one row per form.', decisions: [], files: ['README.md'], acceptanceCriteria: ['Each row has an example that a test covers.'] },
  ],
  risks: [
    { risk: 'Callers rely on the wrong month', severity: 'high', mitigation: 'Search for callers first' },
    { risk: 'Time zones shift the day', severity: 'low', mitigation: 'Compare in UTC' },
  ],
};

export function artifactMessage(data: Json, schema: JsonSchema = {}, change: Partial<ArtifactMessage['artifact']> = {}): ArtifactMessage {
  return {
    type: 'artifact',
    restsOnForced: [],
    isInUse: true,
    artifact: {
      id: 'artifact-1' as ArtifactId, runId: 'run-1' as RunId, phase: 'synthesize' as PhaseId, execution: null, iteration: null, type: 'task-queue',
      schemaVersion: 1, isForced: false, hash: 'a'.repeat(64) as ContentHash, createdAt: Date.UTC(2026, 10, 20, 9, 30), data, ...change,
    },
    schema,
    phaseName: 'Synthesize',
    runName: 'Make the failing date test pass',
    modelUsed: 'anthropic/claude-sonnet-5',
    related: [{ id: 'artifact-0' as ArtifactId, label: 'decision-log of Plan' }],
  };
}

export const taskQueueMessage = (): ArtifactMessage => artifactMessage(taskQueue, taskQueueSchema, { isForced: true });
