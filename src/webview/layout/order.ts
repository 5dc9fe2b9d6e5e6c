import type { LayeredGraph, Slot } from './graph.ts';

/** Down and up again; a pipeline is drawn well after a few, and more change little. */
const sweeps = 4;

/**
 * Orders the slots of each layer by the mean place of their neighbours in the layer before, then after, in turn.
 * Equal means keep their order, so the drawing follows the template where nothing speaks against it.
 */
export function orderLayers(graph: LayeredGraph): Slot[][] {
  const layers = graph.layers.map((layer) => [...layer]);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isDown = sweep % 2 === 0;
    const neighbours = isDown ? graph.before : graph.after;
    const places = placesOf(layers);
    for (const layer of isDown ? layers : layers.toReversed()) {
      sortByMean(layer, places, neighbours);
      recordPlaces(layer, places);
    }
  }
  return layers;
}

function sortByMean(layer: Slot[], places: ReadonlyMap<string, number>, neighbours: ReadonlyMap<string, readonly string[]>): void {
  const means = new Map(layer.map(({ key }) => [key, meanOf(neighbours.get(key) ?? [], places) ?? places.get(key) ?? 0]));
  layer.sort((left, right) => (means.get(left.key) ?? 0) - (means.get(right.key) ?? 0));
}

export function meanOf(keys: readonly string[], places: ReadonlyMap<string, number>): number | undefined {
  const known = keys.flatMap((key) => places.get(key) ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, place) => sum + place, 0) / known.length;
}

/** Places from 0 to 1, so that layers of different length can be compared. */
function recordPlaces(layer: readonly Slot[], places: Map<string, number>): void {
  layer.forEach(({ key }, index) => places.set(key, (index + 0.5) / layer.length));
}

function placesOf(layers: readonly (readonly Slot[])[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const layer of layers) recordPlaces(layer, places);
  return places;
}
