import type { PhaseId } from '../../engine/model/ids.ts';
import type { PhaseView, RunHeader } from '../../engine/workflow/runView.ts';
import type { EmptyReason, ToView } from '../protocol.ts';
import type { StreamState } from './stream.ts';

export type ArtifactMessage = Extract<ToView, { type: 'artifact' }>;

/** What the page has to show. A run's parts lie beside it, so that a component can subscribe to one of them. */
export type Content =
  | { readonly type: 'loading' }
  | { readonly type: 'empty'; readonly reason: EmptyReason; readonly message: string }
  | { readonly type: 'run' }
  | { readonly type: 'artifact'; readonly message: ArtifactMessage };

export type PhaseShape = Pick<PhaseView, 'id' | 'depth' | 'dependsOn'>;

export interface ViewState {
  readonly content: Content;
  readonly run: RunHeader | null;
  /** The graph, in the order of the template. The same array as long as the graph is the same. */
  readonly shape: readonly PhaseShape[];
  readonly phases: Readonly<Record<PhaseId, PhaseView>>;
  readonly seq: number;
  /** A change was missed: everything numbered is ignored until the next snapshot. */
  readonly isStale: boolean;
  readonly selected: PhaseId | null;
  /** The conversation of the selected phase; `null` until the host sent it. */
  readonly stream: StreamState | null;
  /** Said by screen readers; replaced whenever a phase changes its status. */
  readonly announcement: string;
  /** The request that was sent last and has shown no effect yet. */
  readonly pending: string | null;
}

export const initialState: ViewState = {
  content: { type: 'loading' },
  run: null,
  shape: [],
  phases: {},
  seq: 0,
  isStale: false,
  selected: null,
  stream: null,
  announcement: '',
  pending: null,
};
