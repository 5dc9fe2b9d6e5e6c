import { ReactFlow, ReactFlowProvider, useReactFlow, type Viewport } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { layoutToFit, viewportToFit, type Direction, type Frame } from '../layout/direction.ts';
import type { Layout } from '../layout/layout.ts';
import { moveFrom, type Move } from '../layout/neighbours.ts';
import { useShape } from '../store/selectors.ts';
import { canvas, moveFocus, setTabStop, setZoom, useFitRequest } from './canvasState.ts';
import { PhaseEdge } from './PhaseEdge.tsx';
import { PhaseNode } from './PhaseNode.tsx';
import { sizes, sizesFor, toEdges, toNodes } from './nodes.ts';
import { ZoomControls } from './ZoomControls.tsx';

const nodeTypes = { phase: PhaseNode };
const edgeTypes = { phase: PhaseEdge };
/** Above this, nodes out of sight are not rendered at all. */
const cullAbove = 200;
const fitMarginPx = 24;

/** The pipeline as a drawing that can be panned, zoomed and walked with the arrow keys. */
export function Canvas() {
  const element = useRef<HTMLDivElement>(null);
  const frame = useFrame(element);
  return (
    <div ref={element} className="canvas" role="group" aria-label="Phases. Arrow keys move along the pipeline, Enter selects.">
      {frame && <ReactFlowProvider><Drawing frame={frame} /></ReactFlowProvider>}
    </div>
  );
}

/** The size of the canvas; `null` until measured. */
function useFrame(element: RefObject<HTMLDivElement | null>): Frame | null {
  const [frame, setFrame] = useState<Frame | null>(null);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setFrame({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return frame;
}

function Drawing({ frame }: { readonly frame: Frame }) {
  const shape = useShape();
  const { direction, layout } = useMemo(() => layoutToFit(shape, frame, sizesFor), [shape, frame]);
  const nodes = useMemo(() => toNodes(shape, layout, direction), [shape, layout, direction]);
  const edges = useMemo(() => toEdges(shape, layout, direction), [shape, layout, direction]);
  const onMoveStart = useFitting(layout, direction, frame);
  const onKeyDown = useArrowKeys(layout, direction);

  return (
    <ReactFlow
      {...behaviour}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onlyRenderVisibleElements={shape.length > cullAbove}
      onMoveStart={onMoveStart}
      onKeyDown={onKeyDown}
    >
      <ZoomControls />
    </ReactFlow>
  );
}

/** Shows the whole pipeline, again when the frame changes, until the person moves the drawing: to be told by the answer. */
function useFitting(layout: Layout, direction: Direction, frame: Frame): (event: unknown) => void {
  const shape = useShape();
  const flow = useReactFlow();
  const fitRequest = useFitRequest();
  const isMoved = useRef(false);
  useEffect(() => {
    isMoved.current = false;
    const { tabStop } = canvas.getState();
    if (!shape.some(({ id }) => id === tabStop)) setTabStop(shape[0]?.id ?? null);
  }, [shape, fitRequest]);
  useEffect(() => {
    if (!isMoved.current) void flow.setViewport(viewportToFit(layout, frame, { options: sizesFor(direction), margin: fitMarginPx }));
  }, [layout, direction, frame, fitRequest, flow]);
  return useCallback((event: unknown) => {
    if (event !== null) isMoved.current = true;
  }, []);
}

function useArrowKeys(layout: Layout, direction: Direction): (event: KeyboardEvent) => void {
  const shape = useShape();
  const flow = useReactFlow();
  return (event) => {
    const move = keyMoves[direction][event.key];
    const { tabStop } = canvas.getState();
    if (!move || tabStop === null) return;
    event.preventDefault();
    const target = shape.find(({ id }) => id === moveFrom(shape, layout, { from: tabStop, move }));
    const place = target && layout.places.get(target.id);
    if (!target || !place) return;
    moveFocus(target.id);
    revealNode(flow, place);
  };
}

const onViewportChange = ({ zoom }: Viewport): void => setZoom(zoom);

/** A drawing to look at and to walk through: nothing in it is edited. */
const behaviour = {
  minZoom: 0.05,
  maxZoom: 1.5,
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  disableKeyboardA11y: true,
  deleteKeyCode: null,
  zoomOnDoubleClick: false,
  panOnScroll: true,
  onViewportChange,
  proOptions: { hideAttribution: true },
} as const;

const keyMoves: Record<Direction, Readonly<Record<string, Move | undefined>>> = {
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
