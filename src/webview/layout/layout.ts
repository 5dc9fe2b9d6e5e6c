import { edgeKey, toLayers, type LayeredGraph, type LayoutNode, type Slot } from './graph.ts';
import { meanOf, orderLayers } from './order.ts';
import { spread } from './spread.ts';

/** Sizes in pixels at zoom 1. */
export interface LayoutOptions {
  readonly direction: 'right' | 'down';
  readonly width: number;
  readonly height: number;
  /** Between layers. */
  readonly layerGap: number;
  /** Between neighbours in a layer. */
  readonly nodeGap: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** Top left corner by node id. */
  readonly places: ReadonlyMap<string, Point>;
  /** Where an edge passes the layers between its ends, by `edgeKey`; a pair of points for each layer. */
  readonly bends: ReadonlyMap<string, readonly Point[]>;
}

/** Room that an edge takes where it passes a layer. */
const laneSize = 16;
const sweeps = 6;

/**
 * A layered drawing: the layer of a node is its depth, its place in the layer near its neighbours.
 * Depends on nothing but its input; nodes never overlap; linear in nodes and edges but for sorting.
 */
export function layoutOf(nodes: readonly LayoutNode[], options: LayoutOptions): Layout {
  const graph = toLayers(nodes);
  const layers = orderLayers(graph);
  const centres = alignLayers(layers, graph, options);
  return { places: placesOf(nodes, centres, options), bends: bendsOf(nodes, graph, { centres, options }) };
}

/** Centres across the direction of flow, by slot. */
function alignLayers(layers: readonly (readonly Slot[])[], graph: LayeredGraph, options: LayoutOptions): Map<string, number> {
  const centres = new Map<string, number>();
  const align = (layer: readonly Slot[], neighbours: ReadonlyMap<string, readonly string[]>): void => {
    const wishes = layer.map(({ key }) => meanOf(neighbours.get(key) ?? [], centres) ?? centres.get(key) ?? 0);
    const places = spread(wishes, distancesOf(layer, options));
    layer.forEach(({ key }, index) => centres.set(key, places[index] ?? 0));
  };
  for (const layer of layers) align(layer, graph.before);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    if (sweep % 2 === 0) for (const layer of layers.toReversed()) align(layer, graph.after);
    else for (const layer of layers) align(layer, graph.before);
  }
  return centres;
}

function distancesOf(layer: readonly Slot[], options: LayoutOptions): number[] {
  const size = options.direction === 'right' ? options.height : options.width;
  const half = (slot: Slot): number => (slot.node === null ? laneSize : size) / 2;
  return layer.slice(1).map((slot, index) => half(layer[index] ?? slot) + options.nodeGap + half(slot));
}

function placesOf(nodes: readonly LayoutNode[], centres: ReadonlyMap<string, number>, options: LayoutOptions): Map<string, Point> {
  const { width, height } = options;
  return new Map(nodes.map(({ id, depth }) => {
    const along = layerStart(depth, options);
    const across = Math.round(centres.get(id) ?? 0);
    return [id, options.direction === 'right' ? { x: along, y: across - height / 2 } : { x: across - width / 2, y: along }];
  }));
}

function layerStart(depth: number, { direction, width, height, layerGap }: LayoutOptions): number {
  return depth * ((direction === 'right' ? width : height) + layerGap);
}

interface Drawing {
  readonly centres: ReadonlyMap<string, number>;
  readonly options: LayoutOptions;
}

function bendsOf(nodes: readonly LayoutNode[], { lanes }: LayeredGraph, { centres, options }: Drawing): Map<string, readonly Point[]> {
  const depths = new Map(nodes.map(({ id, depth }) => [id, depth]));
  const thickness = options.direction === 'right' ? options.width : options.height;
  const bends = new Map<string, readonly Point[]>();
  for (const { id, dependsOn } of nodes) {
    for (const source of dependsOn) {
      const key = edgeKey(source, id);
      bends.set(key, (lanes.get(key) ?? []).flatMap((lane, index) => {
        const along = layerStart((depths.get(source) ?? 0) + 1 + index, options);
        const across = Math.round(centres.get(lane) ?? 0);
        return [along, along + thickness].map((at) => (options.direction === 'right' ? { x: at, y: across } : { x: across, y: at }));
      }));
    }
  }
  return bends;
}
