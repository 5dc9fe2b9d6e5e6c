import type { RunEventOf } from '../../model/fact.ts';
import type { ExecutionId } from '../../model/ids.ts';
import type { Place, ProjectionsOf } from './projection.ts';

type ConversationEventName = 'message-added' | 'turn-ended' | 'price-unknown' | 'context-compacted' | 'turn-retried' | 'tool-started' | 'tool-finished' | 'output-rejected' | 'question-asked' | 'question-answered';

export const conversationProjections: ProjectionsOf<ConversationEventName> = {
  'message-added': ({ contents }, { content }) => contents.expectRef(content),
  'turn-ended': turnEnded,
  'price-unknown': () => {},
  'context-compacted': () => {},
  'turn-retried': (place, { execution, failure }) => {
    if (failure.kind === 'rate-limit') setWait(place, execution, 'rate-limit');
  },
  'tool-started': toolStarted,
  'tool-finished': toolFinished,
  'output-rejected': ({ database, contents }, { execution, raw }) => {
    contents.expectRef(raw);
    database.run('update phase_execution set rejections = rejections + 1 where id = ?', [execution]);
  },
  'question-asked': (place, { execution, question }) => setWait(place, execution, question.kind === 'approval' ? 'approval' : 'input'),
  'question-answered': (place, { execution }) => setWait(place, execution, null),
};

/** An unknown number makes the sum unknown: adding `null` gives `null` in SQL as in the model. */
function turnEnded({ database }: Place, { execution, model, usage }: RunEventOf<'turn-ended'>): void {
  database.run(
    `update phase_execution set turns = turns + 1, model_used = ?, wait = nullif(wait, 'rate-limit'),
       input_tokens = input_tokens + ?, output_tokens = output_tokens + ?, cached_tokens = cached_tokens + ?, cost_usd = cost_usd + ?
     where id = ?`,
    [model, usage.inputTokens, usage.outputTokens, usage.cachedTokens, usage.costUsd, execution],
  );
}

function toolStarted({ database, contents, runId, at }: Place, { call, phase, execution, turn, name, input }: RunEventOf<'tool-started'>): void {
  contents.expectRef(input);
  database.run(
    'insert into tool_call (id, run_id, phase_id, execution_id, turn, name, input, started_at) values (?, ?, ?, ?, ?, ?, ?, ?)',
    [call, runId, phase, execution, turn, name, JSON.stringify(input), at],
  );
}

function toolFinished({ database, contents }: Place, { call, execution, outcome, output, images, durationMs }: RunEventOf<'tool-finished'>): void {
  contents.expectRef(output);
  for (const { content } of images ?? []) contents.expectRef(content);
  database.run('update tool_call set outcome = ?, output = ?, duration_ms = ? where execution_id = ? and id = ?', [outcome, JSON.stringify(output), durationMs, execution, call]);
}

function setWait({ database }: Place, execution: ExecutionId, wait: string | null): void {
  database.run(`update phase_execution set wait = ? where id = ? and status = 'running'`, [wait, execution]);
}
