import { ReactFlow, ReactFlowProvider, useReactFlow, type Viewport } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { LayoutOptions } from '../layout/layout.ts';
import { layoutOf } from '../layout/layout.ts';
import { moveFrom, type Move } from '../layout/neighbours.ts';
import { useShape } from '../store/selectors.ts';
import { canvas, moveFocus, setTabStop, setZoom } from './canvasState.ts';
import { PhaseEdge } from './PhaseEdge.tsx';
import { PhaseNode } from './PhaseNode.tsx';
import { sizes, toEdges, toNodes } from './nodes.ts';
import { ZoomControls } from './ZoomControls.tsx';

const nodeTypes = { phase: PhaseNode };
const edgeTypes = { phase: PhaseEdge };
const fitOptions = { padding: 0.08, maxZoom: 1 };
/** Above this, nodes out of sight are not rendered at all. */
const cullAbove = 200;

/** The pipeline as a drawing that can be panned, zoomed and walked with the arrow keys. */
export function Canvas() {
  const frame = useRef<HTMLDivElement>(null);
  const direction = useDirection(frame);
  return (
    <div ref={frame} className="canvas" role="group" aria-label="Phases. Arrow keys move along the pipeline, Enter selects.">
      {direction && <ReactFlowProvider><Drawing direction={direction} /></ReactFlowProvider>}
    </div>
  );
}

/** Left to right where there is room for it, top to bottom in a narrow frame; `null` until measured. */
function useDirection(frame: RefObject<HTMLDivElement | null>): LayoutOptions['direction'] | null {
  const [direction, setDirection] = useState<LayoutOptions['direction'] | null>(null);
  useEffect(() => {
    if (!frame.current) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      setDirection(width < 560 && height > width ? 'down' : 'right');
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
  return direction;
}

function Drawing({ direction }: { readonly direction: LayoutOptions['direction'] }) {
  const shape = useShape();
  const flow = useReactFlow();
  const layout = useMemo(() => layoutOf(shape, { ...sizes, direction }), [shape, direction]);
  const nodes = useMemo(() => toNodes(shape, layout, direction), [shape, layout, direction]);
  const edges = useMemo(() => toEdges(shape, layout, direction), [shape, layout, direction]);

  useEffect(() => {
    const { tabStop } = canvas.getState();
    if (!shape.some(({ id }) => id === tabStop)) setTabStop(shape[0]?.id ?? null);
    void flow.fitView(fitOptions);
  }, [shape, direction, flow]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const move = keyMoves[direction][event.key];
    const { tabStop } = canvas.getState();
    if (!move || tabStop === null) return;
    event.preventDefault();
    const target = shape.find(({ id }) => id === moveFrom(shape, layout, { from: tabStop, move }));
    if (target) goTo(target.id);
  };
  const goTo = (id: (typeof shape)[number]['id']): void => {
    moveFocus(id);
    const place = layout.places.get(id);
    if (place) revealNode(flow, place);
  };

  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      fitView
      fitViewOptions={fitOptions}
      minZoom={0.05}
      maxZoom={1.5}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      zoomOnDoubleClick={false}
      panOnScroll
      onlyRenderVisibleElements={shape.length > cullAbove}
      onViewportChange={onViewportChange}
      onKeyDown={onKeyDown}
      proOptions={proOptions}
    >
      <ZoomControls />
    </ReactFlow>
  );
}

const proOptions = { hideAttribution: true };
const onViewportChange = ({ zoom }: Viewport): void => setZoom(zoom);

const keyMoves: Record<LayoutOptions['direction'], Readonly<Record<string, Move | undefined>>> = {
  right: { ArrowRight: 'next-layer', ArrowLeft: 'previous-layer', ArrowDown: 'next-in-layer', ArrowUp: 'previous-in-layer', Home: 'first', End: 'last' },
  down: { ArrowDown: 'next-layer', ArrowUp: 'previous-layer', ArrowRight: 'next-in-layer', ArrowLeft: 'previous-in-layer', Home: 'first', End: 'last' },
};

/** Brings a node into sight if it is not. */
function revealNode(flow: ReturnType<typeof useReactFlow>, place: { readonly x: number; readonly y: number }): void {
  const frame = document.querySelector('.canvas')?.getBoundingClientRect();
  if (!frame) return;
  const start = flow.flowToScreenPosition(place);
  const end = flow.flowToScreenPosition({ x: place.x + sizes.width, y: place.y + sizes.height });
  const isInSight = start.x >= frame.left && start.y >= frame.top && end.x <= frame.right && end.y <= frame.bottom;
  if (!isInSight) void flow.setCenter(place.x + sizes.width / 2, place.y + sizes.height / 2, { zoom: flow.getZoom() });
}
