import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { edgePath } from '../layout/edgePath.ts';
import { useView } from '../store/store.ts';
import type { ViewState } from '../store/viewState.ts';
import type { PhaseEdgeType } from './nodes.ts';

/** A bare path: no interaction layer, no markers, one subscription that answers with a word. */
export const PhaseEdge = memo(function PhaseEdge({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<PhaseEdgeType>) {
  const progress = useView((state) => (data ? progressOf(state, data) : 'ahead'));
  if (!data) return null;
  const path = edgePath([{ x: sourceX, y: sourceY }, ...data.bends, { x: targetX, y: targetY }], data.direction);
  return <path className={`react-flow__edge-path edge is-${progress}`} d={path} fill="none" />;
});

function progressOf({ phases }: ViewState, { source, target }: NonNullable<PhaseEdgeType['data']>): 'ahead' | 'active' | 'passed' {
  const isOpen = phases[source]?.status === 'completed' || phases[source]?.status === 'skipped';
  const end = phases[target]?.status;
  if (end === 'running' || end === 'waiting') return 'active';
  return isOpen && end !== 'pending' ? 'passed' : 'ahead';
}
