import type { Layout } from './layout.ts';
import type { LayoutNode } from './graph.ts';

export type Move = 'previous-layer' | 'next-layer' | 'previous-in-layer' | 'next-in-layer' | 'first' | 'last';

/** Where an arrow key leads: along an edge to the nearest neighbour if there is one, else to the nearest node of that layer. */
export function moveFrom(nodes: readonly LayoutNode[], layout: Layout, step: { readonly from: string; readonly move: Move }): string {
  const { from, move } = step;
  const current = nodes.find(({ id }) => id === from);
  if (!current || move === 'first') return nodes[0]?.id ?? from;
  if (move === 'last') return nodes.at(-1)?.id ?? from;
  if (move === 'previous-in-layer' || move === 'next-in-layer') return besides(nodes, layout, { current, offset: move === 'next-in-layer' ? 1 : -1 });

  const offset = move === 'next-layer' ? 1 : -1;
  const linked = nodes.filter(({ id, dependsOn }) => (offset > 0 ? dependsOn.includes(from) : current.dependsOn.includes(id)));
  const candidates = linked.length > 0 ? linked : nodes.filter(({ depth }) => depth === current.depth + offset);
  return nearest(candidates, layout, from) ?? from;
}

function besides(nodes: readonly LayoutNode[], layout: Layout, { current, offset }: { readonly current: LayoutNode; readonly offset: number }): string {
  const layer = nodes.filter(({ depth }) => depth === current.depth).toSorted((left, right) => sumAt(layout, left.id) - sumAt(layout, right.id));
  return layer[layer.indexOf(current) + offset]?.id ?? current.id;
}

/** In one layer one coordinate is the same for all, so the sum orders by the other. */
function sumAt(layout: Layout, id: string): number {
  const place = layout.places.get(id);
  return place ? place.x + place.y : 0;
}

function nearest(candidates: readonly LayoutNode[], layout: Layout, from: string): string | undefined {
  const origin = layout.places.get(from) ?? { x: 0, y: 0 };
  const distance = (id: string): number => {
    const place = layout.places.get(id) ?? origin;
    return Math.hypot(place.x - origin.x, place.y - origin.y);
  };
  return candidates.toSorted((left, right) => distance(left.id) - distance(right.id))[0]?.id;
}
