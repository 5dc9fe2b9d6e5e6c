import type { PhaseId } from '../../engine/model/ids.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import type { ToView } from '../protocol.ts';
import { describeChanges } from './announce.ts';
import { appendProgress, appendText, mergeEntries, newStream, type StreamState } from './stream.ts';
import { initialState, type PhaseShape, type ViewState } from './viewState.ts';

type Message<T extends ToView['type']> = Extract<ToView, { type: T }>;

/** State after a message. A message of another run, of another phase or from the past changes nothing. */
export function reduce(state: ViewState, message: ToView): ViewState {
  switch (message.type) {
    case 'snapshot':
      return toSnapshot(state, message);
    case 'changed':
      return toChanged(state, message);
    case 'empty':
      return { ...initialState, content: message };
    case 'artifact':
      return { ...state, content: { type: 'artifact', message } };
    case 'stream':
      return message.phase === state.selected ? { ...state, stream: newStream(message) } : state;
    case 'stream-changed':
      return onStream(state, message.phase, (stream) => mergeEntries(stream, message.entries));
    case 'text-delta':
      return onStream(state, message.phase, (stream) => appendText(stream, message.text));
    case 'tool-progress':
      return onStream(state, message.phase, (stream) => appendProgress(stream, message.call, message.text));
    default:
      return ignored(state, message);
  }
}

/** A host newer than this bundle may say more; what is not understood changes nothing. */
function ignored(state: ViewState, _message: never): ViewState {
  return state;
}

function toSnapshot(state: ViewState, { view, selected }: Message<'snapshot'>): ViewState {
  const phases = Object.fromEntries(view.phases.map((phase) => [phase.id, phase]));
  const isSameRun = state.run?.id === view.run.id;
  const kept = isSameRun && state.selected !== null && state.selected in phases ? state.selected : null;
  const next = selected !== null && selected in phases ? selected : kept;
  return {
    ...initialState,
    content: { type: 'run' },
    run: view.run,
    shape: sameShape(state.shape, view.phases),
    phases,
    seq: view.seq,
    selected: next,
    stream: isSameRun && state.stream?.phase === next ? state.stream : null,
    announcement: isSameRun ? describeChanges(state.phases, view.phases) : '',
  };
}

function toChanged(state: ViewState, message: Message<'changed'>): ViewState {
  if (state.content.type !== 'run' || state.isStale || message.seq <= state.seq) return state;
  const isKnown = message.run.id === state.run?.id && message.phases.every(({ id }) => id in state.phases);
  if (!isKnown || message.seq !== state.seq + 1) return { ...state, isStale: true };
  return {
    ...state,
    run: message.run,
    phases: message.phases.length === 0 ? state.phases : withPhases(state.phases, message.phases),
    seq: message.seq,
    announcement: describeChanges(state.phases, message.phases) || state.announcement,
    pending: null,
  };
}

function withPhases(phases: ViewState['phases'], changed: readonly PhaseView[]): ViewState['phases'] {
  return { ...phases, ...Object.fromEntries(changed.map((phase) => [phase.id, phase])) };
}

function sameShape(before: readonly PhaseShape[], phases: readonly PhaseView[]): readonly PhaseShape[] {
  const after = phases.map(({ id, depth, dependsOn }) => ({ id, depth, dependsOn }));
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

function onStream(state: ViewState, phase: PhaseId, change: (stream: StreamState) => StreamState): ViewState {
  return state.stream?.phase === phase ? { ...state, stream: change(state.stream) } : state;
}
