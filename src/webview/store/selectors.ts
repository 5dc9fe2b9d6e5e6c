import type { PhaseId } from '../../engine/model/ids.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { useView } from './store.ts';
import type { PhaseShape, ViewState } from './viewState.ts';

const selectRun = (state: ViewState) => state.run;
const selectShape = (state: ViewState) => state.shape;
const selectSelected = (state: ViewState) => state.selected;
const selectPending = (state: ViewState) => state.pending;
const selectContent = (state: ViewState) => state.content;
const selectStream = (state: ViewState) => state.stream;
const selectAnnouncement = (state: ViewState) => state.announcement;

export const useRun = (): ViewState['run'] => useView(selectRun);
export const useShape = (): readonly PhaseShape[] => useView(selectShape);
export const useSelected = (): PhaseId | null => useView(selectSelected);
export const usePending = (): string | null => useView(selectPending);
export const useContent = (): ViewState['content'] => useView(selectContent);
export const useStream = (): ViewState['stream'] => useView(selectStream);
export const useAnnouncement = (): string => useView(selectAnnouncement);

/** Renders again only when this phase changes. */
export function usePhase(id: PhaseId | null): PhaseView | undefined {
  return useView((state) => (id === null ? undefined : state.phases[id]));
}

export function useIsSelected(id: PhaseId): boolean {
  return useView((state) => state.selected === id);
}
