import type { ToHost, ToView } from './protocol.ts';
import { withVisibleTexts } from './text/visible.ts';

/** What the editor keeps for this webview while its window is open, over reloads and moves. */
export interface SavedState {
  readonly selected?: string | null;
  readonly isFollowing?: boolean;
  /** Share of the main area that the side pane takes, 0 to 1. */
  readonly paneShare?: number;
}

interface EditorApi {
  postMessage(message: ToHost): void;
  getState(): SavedState | undefined;
  setState(state: SavedState): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** May be asked for once in the life of a page, so this is the only place that does. */
const api = acquireVsCodeApi();

export function send(message: ToHost): void {
  api.postMessage(message);
}

export function savedState(): SavedState {
  return api.getState() ?? {};
}

export function save(change: SavedState): void {
  api.setState({ ...savedState(), ...change });
}

/**
 * Only the editor posts to this window; its messages are typed by the protocol that both sides share.
 * Texts arrive with their hidden characters made visible, but for an artifact's own data, which is copied from.
 */
export function onMessage(listener: (message: ToView) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToView>) => listener(data.type === 'artifact' ? data : withVisibleTexts(data)));
}
