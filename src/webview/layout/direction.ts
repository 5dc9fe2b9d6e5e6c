import type { LayoutNode } from './graph.ts';
import { layoutOf, type Layout, type LayoutOptions } from './layout.ts';

export type Direction = LayoutOptions['direction'];

export interface Frame {
  readonly width: number;
  readonly height: number;
}

export interface DirectedLayout {
  readonly direction: Direction;
  readonly layout: Layout;
}

/** Left to right reads best; top to bottom only where it lets the drawing be this much larger. */
const worthTurning = 1.2;

/** Lays out in the direction in which the whole drawing fits the frame at the greater zoom. */
export function layoutToFit(nodes: readonly LayoutNode[], frame: Frame, optionsOf: (direction: Direction) => LayoutOptions): DirectedLayout {
  const right = optionsOf('right');
  const down = optionsOf('down');
  const layouts = { right: layoutOf(nodes, right), down: layoutOf(nodes, down) };
  const isTurned = zoomToFit(layouts.down, frame, down) > worthTurning * zoomToFit(layouts.right, frame, right);
  const direction: Direction = isTurned ? 'down' : 'right';
  return { direction, layout: layouts[direction] };
}

interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** At most 1: a small drawing is not blown up. */
function zoomToFit(layout: Layout, frame: Frame, options: LayoutOptions): number {
  const { width, height } = extentOf(layout, options);
  return Math.min(1, frame.width / Math.max(1, width), frame.height / Math.max(1, height));
}

/** Where to look from so that the whole drawing, its edges too, lies in the middle of the frame with a margin in pixels. */
export function viewportToFit(layout: Layout, frame: Frame, { options, margin }: { readonly options: LayoutOptions; readonly margin: number }) {
  const inner = { width: Math.max(1, frame.width - 2 * margin), height: Math.max(1, frame.height - 2 * margin) };
  const zoom = zoomToFit(layout, inner, options);
  const extent = extentOf(layout, options);
  return {
    x: frame.width / 2 - zoom * (extent.x + extent.width / 2),
    y: frame.height / 2 - zoom * (extent.y + extent.height / 2),
    zoom,
  };
}

function extentOf({ places, bends }: Layout, { width, height }: LayoutOptions): Extent {
  const corners = [...places.values()].flatMap(({ x, y }) => [{ x, y }, { x: x + width, y: y + height }]);
  const points = [...corners, ...[...bends.values()].flat()];
  const [left, right] = rangeOf(points.map(({ x }) => x));
  const [top, bottom] = rangeOf(points.map(({ y }) => y));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function rangeOf(values: readonly number[]): readonly [min: number, max: number] {
  if (values.length === 0) return [0, 0];
  return values.reduce(([min, max], value) => [Math.min(min, value), Math.max(max, value)] as const, [Infinity, -Infinity] as const);
}
