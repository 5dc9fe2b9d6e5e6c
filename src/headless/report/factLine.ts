import { previewOf } from '../../engine/model/content.ts';
import type { Fact } from '../../engine/model/fact.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { phaseOf } from '../../engine/workflow/step.ts';
import { graphOf } from '../../engine/workflow/graph.ts';
import type { PhaseId } from '../../engine/model/ids.ts';
import { duration, singleLine } from './text.ts';

export interface FactLine {
  readonly tone: 'title' | 'detail' | 'good' | 'bad' | 'ask';
  readonly text: string;
}

/** What a person wants to read of a fact; nothing for facts that only the engine needs. */
export function factLine({ event }: Fact, state: RunState): FactLine | null {
  switch (event.type) {
    case 'phase-started':
      return { tone: 'title', text: `${nameOf(state, event.phase)}${event.iteration === null ? '' : ` ${event.iteration + 1}${total(state, event.phase)}`}${event.attempt > 1 ? ` (attempt ${event.attempt})` : ''}` };
    case 'tool-started':
      return event.name === 'submit_artifact' ? null : { tone: 'detail', text: `${event.name} ${singleLine(previewOf(event.input), 90)}` };
    case 'tool-finished':
      return event.outcome === 'ok' ? null : { tone: 'detail', text: `  ${event.outcome}: ${singleLine(previewOf(event.output), 90)}` };
    case 'turn-retried':
      return { tone: 'bad', text: `${event.failure.message} Again in ${duration(event.delayMs)}.` };
    case 'output-rejected':
      return { tone: 'bad', text: `artifact rejected: ${event.issues.map(({ pointer, message }) => `${pointer || '/'} ${message}`).slice(0, 3).join('; ')}` };
    case 'phase-completed':
      return { tone: 'good', text: `${nameOf(state, event.phase)} completed: ${event.artifact.type}${took(state, event.phase)}` };
    case 'phase-failed':
      return { tone: 'bad', text: `${nameOf(state, event.phase)} failed: ${event.failure.message}` };
    case 'phase-skipped':
      return { tone: 'detail', text: `${nameOf(state, event.phase)} skipped: ${event.message}` };
    case 'decision-needed':
      return { tone: 'ask', text: `${nameOf(state, event.phase)} needs a decision: ${event.failure.message}` };
    case 'question-asked':
      return { tone: 'ask', text: `${nameOf(state, event.phase)} asks: ${event.question.text}${event.question.options.length > 0 ? ` [${event.question.options.join(' | ')}]` : ''}` };
    case 'run-paused':
      return { tone: 'ask', text: event.message };
    case 'command-rejected':
      return { tone: 'bad', text: `${event.command}: ${event.message}` };
    default:
      return null;
  }
}

function nameOf(state: RunState, phase: PhaseId): string {
  return graphOf(state.template).byId.get(phase)?.name ?? phase;
}

function total(state: RunState, phase: PhaseId): string {
  const count = phaseOf(state, phase)?.loop?.total ?? null;
  return count === null ? '' : ` of ${count}`;
}

function took(state: RunState, phase: PhaseId): string {
  const { startedAt, endedAt, turns } = phaseOf(state, phase) ?? {};
  if (typeof startedAt !== 'number' || typeof endedAt !== 'number') return '';
  return ` (${duration(endedAt - startedAt)}, ${turns} turn${turns === 1 ? '' : 's'})`;
}
