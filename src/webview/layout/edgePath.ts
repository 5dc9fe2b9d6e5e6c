import type { LayoutOptions, Point } from './layout.ts';

/** An SVG path through the points: curves between layers, straight where it passes one. */
export function edgePath(points: readonly Point[], direction: LayoutOptions['direction']): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let from = first;
  const steps = rest.map((to, index) => {
    const step = index % 2 === 0 ? curve(from, to, direction) : `L${to.x},${to.y}`;
    from = to;
    return step;
  });
  return `M${first.x},${first.y}${steps.join('')}`;
}

function curve(from: Point, to: Point, direction: LayoutOptions['direction']): string {
  if (direction === 'right') {
    const middle = (from.x + to.x) / 2;
    return `C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`;
  }
  const middle = (from.y + to.y) / 2;
  return `C${from.x},${middle} ${to.x},${middle} ${to.x},${to.y}`;
}
