import type { Edge, Node } from '@xyflow/react';
import type { PhaseId } from '../../engine/model/ids.ts';
import { edgeKey } from '../layout/graph.ts';
import type { Direction } from '../layout/direction.ts';
import type { Layout, LayoutOptions, Point } from '../layout/layout.ts';
import type { PhaseShape } from '../store/viewState.ts';

export type PhaseNodeType = Node<{ readonly phase: PhaseId; readonly direction: Direction }, 'phase'>;
export type PhaseEdgeType = Edge<{ readonly source: PhaseId; readonly target: PhaseId; readonly bends: readonly Point[]; readonly direction: Direction }, 'phase'>;

export const sizes = { width: 216, height: 100 } as const;

export function sizesFor(direction: Direction): LayoutOptions {
  return { ...sizes, direction, layerGap: direction === 'right' ? 48 : 36, nodeGap: 20 };
}

export function toNodes(shape: readonly PhaseShape[], layout: Layout, direction: Direction): PhaseNodeType[] {
  return shape.map(({ id }) => ({
    id,
    type: 'phase',
    position: layout.places.get(id) ?? { x: 0, y: 0 },
    width: sizes.width,
    height: sizes.height,
    data: { phase: id, direction },
  }));
}

export function toEdges(shape: readonly PhaseShape[], layout: Layout, direction: Direction): PhaseEdgeType[] {
  return shape.flatMap(({ id, dependsOn }) => dependsOn.map((source) => {
    const key = edgeKey(source, id);
    return { id: key, type: 'phase', source, target: id, data: { source, target: id, bends: layout.bends.get(key) ?? [], direction } };
  }));
}
