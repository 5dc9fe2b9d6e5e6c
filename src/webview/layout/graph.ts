/** A node of a layered drawing. `depth` is its layer: at least one more than that of everything it depends on. */
export interface LayoutNode {
  readonly id: string;
  readonly depth: number;
  readonly dependsOn: readonly string[];
}

/**
 * A place in a layer: a node, or the lane that an edge needs to pass a layer without crossing its nodes.
 * `before` and `after` are indices of slots in the layer before and after.
 */
export interface Slot {
  readonly key: string;
  /** `null` for a lane. */
  readonly node: string | null;
  readonly layer: number;
}

export interface LayeredGraph {
  readonly layers: readonly (readonly Slot[])[];
  /** Neighbours of a slot in the layer before, by key. */
  readonly before: ReadonlyMap<string, readonly string[]>;
  /** Neighbours of a slot in the layer after, by key. */
  readonly after: ReadonlyMap<string, readonly string[]>;
  /** Lanes of an edge, in the order of the layers it passes, by `edgeKey`. */
  readonly lanes: ReadonlyMap<string, readonly string[]>;
}

/** Beyond this many lanes edges run straight: drawing stays fast, and nobody can follow single edges any more. */
const laneLimit = 2_000;

export function edgeKey(source: string, target: string): string {
  return JSON.stringify([source, target]);
}

/** Splits every edge into steps from one layer to the next. Dependencies on nodes that do not exist are left out. */
export function toLayers(nodes: readonly LayoutNode[]): LayeredGraph {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const layers: Slot[][] = Array.from({ length: 1 + Math.max(-1, ...nodes.map(({ depth }) => depth)) }, () => []);
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  const lanes = new Map<string, string[]>();
  const hasLanes = countLanes(nodes, byId) <= laneLimit;

  const connect = (from: string, to: string): void => {
    listAt(after, from).push(to);
    listAt(before, to).push(from);
  };
  for (const { id, depth } of nodes) layers[depth]?.push({ key: id, node: id, layer: depth });
  for (const target of nodes) {
    for (const source of sourcesOf(target, byId)) {
      const own: string[] = [];
      for (let layer = source.depth + 1; hasLanes && layer < target.depth; layer += 1) {
        const key = `${edgeKey(source.id, target.id)}:${layer}`;
        own.push(key);
        layers[layer]?.push({ key, node: null, layer });
      }
      const stops = [source.id, ...own, target.id];
      stops.slice(1).forEach((stop, index) => connect(stops[index] ?? source.id, stop));
      lanes.set(edgeKey(source.id, target.id), own);
    }
  }
  return { layers, before, after, lanes };
}

function sourcesOf(target: LayoutNode, byId: ReadonlyMap<string, LayoutNode>): LayoutNode[] {
  return target.dependsOn.flatMap((id) => byId.get(id) ?? []).filter(({ depth }) => depth < target.depth);
}

function countLanes(nodes: readonly LayoutNode[], byId: ReadonlyMap<string, LayoutNode>): number {
  return nodes.flatMap((node) => sourcesOf(node, byId).map(({ depth }) => node.depth - depth - 1)).reduce((sum, count) => sum + count, 0);
}

function listAt(map: Map<string, string[]>, key: string): string[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
