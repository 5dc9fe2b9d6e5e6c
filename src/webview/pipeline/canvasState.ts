import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { PhaseId } from '../../engine/model/ids.ts';

export interface CanvasState {
  /** Zoomed out so far that text could not be read: nodes are drawn as marks. */
  readonly isFar: boolean;
  /** The node that holds the one tab stop of the canvas. */
  readonly tabStop: PhaseId | null;
  /** Counts requests to move the focus to the tab stop. */
  readonly focusRequest: number;
  /** Counts requests to show the whole pipeline. */
  readonly fitRequest: number;
}

export const canvas = createStore<CanvasState>(() => ({ isFar: false, tabStop: null, focusRequest: 0, fitRequest: 0 }));

const farBelowZoom = 0.55;
const selectIsFar = (state: CanvasState) => state.isFar;

export function useIsFar(): boolean {
  return useStore(canvas, selectIsFar);
}

export function useIsTabStop(id: PhaseId): boolean {
  return useStore(canvas, (state) => state.tabStop === id);
}

export function setZoom(zoom: number): void {
  const isFar = zoom < farBelowZoom;
  if (canvas.getState().isFar !== isFar) canvas.setState({ isFar });
}

export function setTabStop(id: PhaseId | null): void {
  if (canvas.getState().tabStop !== id) canvas.setState({ tabStop: id });
}

export function moveFocus(id: PhaseId): void {
  canvas.setState(({ focusRequest }) => ({ tabStop: id, focusRequest: focusRequest + 1 }));
}

export function requestFit(): void {
  canvas.setState(({ fitRequest }) => ({ fitRequest: fitRequest + 1 }));
}

const selectFitRequest = (state: CanvasState) => state.fitRequest;

export function useFitRequest(): number {
  return useStore(canvas, selectFitRequest);
}
