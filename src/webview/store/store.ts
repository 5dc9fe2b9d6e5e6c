import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { PhaseId } from '../../engine/model/ids.ts';
import { onMessage, save, savedState, send } from '../host.ts';
import type { ToHost, ToView } from '../protocol.ts';
import { phaseToFollow } from './follow.ts';
import { reduce } from './reduce.ts';
import { initialState, type ViewState } from './viewState.ts';

/** A request without visible effect is offered again after this time. */
const pendingMs = 4_000;
/** What the editor asks about in a dialog of its own, which may be closed again: the control stays as it is, and keeps the focus. */
const asking: ReadonlySet<string> = new Set(['cancel', 'roll-back', 'raise-budget', 'retry-with-model', 'edit-and-accept', 'force-accept', 'fork']);
const doubleClickMs = 500;
let asked: string | null = null;

interface FollowState {
  /** The selection follows the run until the person selects a phase. */
  readonly isFollowing: boolean;
}

const saved = savedState();

export const store = createStore<ViewState & FollowState>(() => ({ ...initialState, isFollowing: saved.isFollowing ?? true }));

export function useView<T>(selector: (state: ViewState & FollowState) => T): T {
  return useStore(store, selector);
}

/** Listens to the host and says that this page is there. `follows` is for pages that show one phase at a time. */
export function connect({ follows }: { readonly follows: boolean }): void {
  onMessage((message) => receive(message, follows));
  send({ type: 'ready' });
}

function receive(message: ToView, follows: boolean): void {
  const before = store.getState();
  const after = reduce(before, message);
  if (after === before) return;
  store.setState(after, false);
  if (after.isStale && !before.isStale) send({ type: 'resync' });
  if (message.type === 'snapshot') restoreSelection(message.selected, before);
  if (follows && (message.type === 'snapshot' || message.type === 'changed')) follow();
}

/** After a reload the host may not know what was selected; this page does. */
function restoreSelection(hostSelected: PhaseId | null, before: ViewState): void {
  const { phases, selected, isFollowing } = store.getState();
  const known = before.selected ?? saved.selected ?? null;
  if (hostSelected !== null) {
    if (hostSelected !== known) setFollowing(false);
    return;
  }
  const wanted = selected ?? Object.values(phases).find(({ id }) => id === saved.selected)?.id;
  if (wanted !== undefined && !isFollowing) show(wanted);
  else if (selected !== null) send({ type: 'select', phase: selected });
}

function follow(): void {
  const state = store.getState();
  if (!state.isFollowing || state.content.type !== 'run') return;
  const next = phaseToFollow(state);
  if (next !== null && next !== state.selected) show(next);
}

function show(phase: PhaseId | null): void {
  store.setState({ selected: phase, stream: null });
  save({ selected: phase });
  send({ type: 'select', phase });
}

/** The person's own choice; ends following. */
export function select(phase: PhaseId | null): void {
  setFollowing(false);
  if (store.getState().selected !== phase) show(phase);
}

export function setFollowing(isFollowing: boolean): void {
  if (store.getState().isFollowing === isFollowing) return;
  store.setState({ isFollowing });
  save({ isFollowing });
  if (isFollowing) follow();
}

/** Sends a request that changes the run, and shows at once that it was heard. `label` names the control that asked. */
export function request(message: ToHost, label: string): void {
  if ('command' in message && asking.has(message.command)) return ask(message, label);
  send(message);
  store.setState({ pending: label });
  setTimeout(() => {
    if (store.getState().pending === label) store.setState({ pending: null });
  }, pendingMs);
}

/** A double click counts once. */
function ask(message: ToHost, label: string): void {
  if (asked === label) return;
  send(message);
  asked = label;
  setTimeout(() => { asked = null; }, doubleClickMs);
}
