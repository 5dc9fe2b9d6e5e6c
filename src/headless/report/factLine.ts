import { compactionText } from '../../engine/model/compaction.ts';
import { previewOf } from '../../engine/model/content.ts';
import type { Fact, RunEventOf, RunEventType } from '../../engine/model/fact.ts';
import { isReviewExecution } from '../../engine/model/reviewExecution.ts';
import { submitArtifactTool } from '../../engine/model/toolName.ts';
import { seatName } from '../../engine/workflow/seatName.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { phaseOf } from '../../engine/workflow/step.ts';
import { graphOf } from '../../engine/workflow/graph.ts';
import type { ExecutionId, PhaseId } from '../../engine/model/ids.ts';
import { duration, singleLine } from './text.ts';

export interface FactLine {
  readonly tone: 'title' | 'detail' | 'good' | 'bad' | 'ask';
  readonly text: string;
}

/** What a person wants to read of a fact; nothing for facts that only the engine needs. */
type Teller<T extends RunEventType> = (event: RunEventOf<T>, state: RunState) => FactLine | null;

const tellers: { readonly [T in RunEventType]?: Teller<T> } = {
  'phase-started': (event, state) => line('title', `${nameOf(state, event.phase)}${roundOf(event, state)}${event.attempt > 1 ? ` (attempt ${event.attempt})` : ''}`),
  'tool-started': ({ execution, name, input }, state) => (name === submitArtifactTool ? null : line('detail', `${byReviewer(state, execution)}${name} ${singleLine(previewOf(input), 90)}`)),
  'tool-finished': ({ execution, outcome, output }, state) => (outcome === 'ok' ? null : line('detail', `  ${byReviewer(state, execution)}${outcome}: ${singleLine(previewOf(output), 90)}`)),
  'context-compacted': ({ messages, reason, counted }) => line('detail', `${compactionText({ reason, counted })}: ${messages.length} older messages are sent in short.`),
  'turn-retried': ({ failure, delayMs }) => line('bad', `${failure.message} Again in ${duration(delayMs)}.`),
  'steering-given': ({ phase }, state) => line('detail', `${nameOf(state, phase)} is told at its next turn.`),
  'price-unknown': ({ model }) => line('detail', `The price of ${model} is not known: budgets in money do not hold for it, those in tokens do.`),
  'output-rejected': ({ issues }) => line('bad', `artifact rejected: ${issues.map(({ pointer, message }) => `${pointer || '/'} ${message}`).slice(0, 3).join('; ')}`),
  'phase-completed': ({ phase, artifact }, state) => line('good', `${nameOf(state, phase)} completed: ${artifact.type}${took(state, phase)}`),
  'phase-failed': ({ phase, failure }, state) => line('bad', `${nameOf(state, phase)} failed: ${failure.message}`),
  'phase-skipped': ({ phase, message }, state) => line('detail', `${nameOf(state, phase)} skipped: ${message}`),
  'decision-needed': ({ phase, failure }, state) => line('ask', `${nameOf(state, phase)} needs a decision: ${failure.message}`),
  'question-asked': ({ phase, question: { text, options } }, state) => line('ask', `${nameOf(state, phase)} asks: ${text}${options.length > 0 ? ` [${options.join(' | ')}]` : ''}`),
  'review-requested': ({ phase, round }, state) => line('detail', `${nameOf(state, phase)} is ready${round > 1 ? ' again' : ''}; its reviewers look at it.`),
  'review-finished': ({ execution, outcome }, state) => line(outcome.type === 'reviewed' ? 'detail' : 'bad', `${reviewerOf(state, execution)}: ${outcome.type === 'reviewed' ? `${outcome.verdict}. ${singleLine(outcome.summary, 120)}` : `unavailable. ${outcome.failure.message}`}`),
  'review-decided': ({ phase, decision, message }, state) => line(decision === 'stopped' ? 'ask' : 'detail', `${nameOf(state, phase)}: ${decisions[decision]}. ${message}`),
  'run-paused': ({ message }) => line('ask', message),
  'command-rejected': ({ command, message }) => line('bad', `${command}: ${message}`),
};

const decisions = { passed: 'the reviewers let it pass', revise: 'its author answers the reviewers', stopped: 'you decide' } as const;

/** What a person wants to read of a fact; nothing for facts that only the engine needs. */
export function factLine({ event }: Fact, state: RunState): FactLine | null {
  const teller = tellers[event.type] as Teller<RunEventType> | undefined;
  return teller ? teller(event, state) : null;
}

function line(tone: FactLine['tone'], text: string): FactLine {
  return { tone, text };
}

function nameOf(state: RunState, phase: PhaseId): string {
  return graphOf(state.template).byId.get(phase)?.name ?? phase;
}

function reviewerOf({ phases }: RunState, execution: ExecutionId): string {
  for (const { seats } of Object.values(phases).flatMap(({ reviews }) => reviews)) {
    const index = seats.findIndex((seat) => seat.execution === execution);
    if (index >= 0) return seatName(seats, index);
  }
  return execution;
}

/** What a reviewer does is told apart from what the phase does. */
function byReviewer(state: RunState, execution: ExecutionId): string {
  return isReviewExecution(execution) ? `${reviewerOf(state, execution)}: ` : '';
}

function roundOf({ phase, iteration }: RunEventOf<'phase-started'>, state: RunState): string {
  if (iteration === null) return '';
  const total = phaseOf(state, phase)?.loop?.total ?? null;
  return ` ${iteration + 1}${total === null ? '' : ` of ${total}`}`;
}

function took(state: RunState, phase: PhaseId): string {
  const { startedAt, endedAt, turns } = phaseOf(state, phase) ?? {};
  if (typeof startedAt !== 'number' || typeof endedAt !== 'number') return '';
  return ` (${duration(endedAt - startedAt)}, ${turns} turn${turns === 1 ? '' : 's'})`;
}
