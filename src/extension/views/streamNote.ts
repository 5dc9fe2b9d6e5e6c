import { compactionText } from '../../engine/model/compaction.ts';
import type { Fact, RunEvent, RunEventOf, RunEventType } from '../../engine/model/fact.ts';
import type { StreamEntry } from '../../webview/protocol.ts';

type Note = Extract<StreamEntry, { type: 'note' }>;
type Saying = readonly [Note['level'], string];
type Sayings = { readonly [T in RunEventType]?: (event: RunEventOf<T>) => Saying };

/** What a phase's stream says about events that are neither text nor tool calls. */
const sayings: Sayings = {
  'phase-started': ({ iteration, attempt, model }) => ['info', `${iteration === null ? '' : `Item ${iteration + 1}. `}${attempt > 1 ? `Attempt ${attempt} with` : 'Started with'} ${model}.`],
  'context-compacted': ({ messages, reason, counted }) => ['info', `${compactionText({ reason, counted })}: ${messages.length} older messages are sent in short from here on. They are kept in full in the history.`],
  'turn-retried': ({ failure, delayMs }) => ['warning', `${failure.message} Trying again in ${Math.ceil(delayMs / 1_000)} s.`],
  'output-rejected': ({ issues }) => ['warning', `The output was not valid:\n${issues.map(({ pointer, message }) => `${pointer || '/'}: ${message}`).join('\n')}`],
  'question-asked': ({ question }) => ['info', question.text],
  'question-answered': ({ answer }) => ['info', `Answered: ${answer}`],
  'decision-needed': ({ failure }) => ['error', failure.message],
  'phase-failed': ({ failure }) => ['error', failure.message],
  'iteration-completed': ({ iteration, artifact }) => ['info', `Item ${iteration + 1} completed with a valid ${artifact.type}.`],
  'phase-completed': ({ artifact }) => ['info', `Completed with a ${artifact.isForced ? 'forced' : 'valid'} ${artifact.type}.`],
  'phase-skipped': ({ message }) => ['info', `Skipped. ${message}`],
  'review-requested': ({ round }) => ['info', `${round > 1 ? 'The answer' : 'The artifact'} is valid; the reviewers look at it.`],
  'review-started': ({ reviewer, model }) => ['info', `${reviewer}${model === reviewer ? '' : ` (${model})`} looks at it.`],
  'review-finished': ({ outcome }) => (outcome.type === 'reviewed' ? ['info', `${verdicts[outcome.verdict]}: ${outcome.summary}`] : ['warning', `A reviewer is unavailable: ${outcome.failure.message}`]),
  'review-decided': ({ decision, message }) => [decision === 'stopped' ? 'error' : 'info', `${decisions[decision]} ${message}`],
  'review-retried': () => ['info', 'Reviewers without an opinion are asked again.'],
  'phase-retried': () => ['info', 'Retried by you.'],
};

const verdicts = { approve: 'A reviewer approves', 'request-changes': 'A reviewer asks for changes', reject: 'A reviewer rejects it' } as const;
const decisions = { passed: 'The reviewers let it pass.', revise: 'It goes back to its author, who answers once.', stopped: 'You decide.' } as const;

export function toNote({ seq, at, event }: Fact): Note | undefined {
  const said = sayingOf(event);
  return said && { type: 'note', id: `fact-${seq}`, at, level: said[0], text: said[1] };
}

function sayingOf<T extends RunEventType>(event: RunEventOf<T>): Saying | undefined {
  const say: ((event: never) => Saying) | undefined = sayings[(event as RunEvent).type];
  return say?.(event as never);
}
