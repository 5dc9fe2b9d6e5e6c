import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layoutToFit, viewportToFit } from '../../src/webview/layout/direction.ts';
import { edgePath } from '../../src/webview/layout/edgePath.ts';
import { edgeKey, type LayoutNode } from '../../src/webview/layout/graph.ts';
import { layoutOf, type LayoutOptions } from '../../src/webview/layout/layout.ts';
import { moveFrom } from '../../src/webview/layout/neighbours.ts';
import { spread } from '../../src/webview/layout/spread.ts';

const right: LayoutOptions = { direction: 'right', width: 200, height: 100, layerGap: 48, nodeGap: 20 };
const down: LayoutOptions = { ...right, direction: 'down' };

/** Random layered graphs: every dependency leads to an earlier node, the depth is the longest path. */
const graphs = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 60 }).map((rows): LayoutNode[] => {
  const nodes: LayoutNode[] = [];
  rows.forEach((picks, index) => {
    const dependsOn = index === 0 ? [] : [...new Set(picks.map((pick) => `n${pick % index}`))];
    const depths = dependsOn.map((id) => nodes.find((node) => node.id === id)!.depth);
    nodes.push({ id: `n${index}`, depth: 1 + Math.max(-1, ...depths), dependsOn });
  });
  return nodes;
});

describe('layout', () => {
  it('never lets nodes overlap, and puts each into the layer of its depth', () => {
    fc.assert(fc.property(graphs, fc.constantFrom(right, down), (nodes, options) => {
      const { places } = layoutOf(nodes, options);
      const boxes = nodes.map(({ id, depth }) => ({ depth, ...places.get(id)! }));
      for (const [index, one] of boxes.entries()) {
        assert.equal(options.direction === 'right' ? one.x : one.y, one.depth * ((options.direction === 'right' ? options.width : options.height) + options.layerGap));
        for (const other of boxes.slice(index + 1)) {
          assert.ok(Math.abs(one.x - other.x) >= options.width || Math.abs(one.y - other.y) >= options.height, JSON.stringify([one, other]));
        }
      }
    }), { numRuns: 200 });
  });

  it('leads no edge through a node', () => {
    fc.assert(fc.property(graphs, (nodes) => {
      const { places, bends } = layoutOf(nodes, right);
      for (const { x, y } of [...bends.values()].flat()) {
        for (const box of places.values()) {
          const isInside = x >= box.x && x <= box.x + right.width && y > box.y && y < box.y + right.height;
          assert.ok(!isInside, `an edge passes (${x}, ${y}) inside the node at (${box.x}, ${box.y})`);
        }
      }
    }), { numRuns: 200 });
  });

  it('gives the same drawing for the same graph', () => {
    fc.assert(fc.property(graphs, (nodes) => assert.deepEqual(layoutOf(nodes, right), layoutOf(structuredClone(nodes), right))), { numRuns: 50 });
  });

  it('draws a chain as a straight line', () => {
    const chain = ['a', 'b', 'c'].map((id, depth, all): LayoutNode => ({ id, depth, dependsOn: all.slice(Math.max(0, depth - 1), depth) }));
    assert.deepEqual([...layoutOf(chain, right).places.values()].map(({ y }) => y), [-50, -50, -50]);
  });

  it('orders a layer so that edges need not cross', () => {
    const nodes: LayoutNode[] = [
      { id: 'a', depth: 0, dependsOn: [] }, { id: 'b', depth: 0, dependsOn: [] },
      { id: 'x', depth: 1, dependsOn: ['b'] }, { id: 'y', depth: 1, dependsOn: ['a'] },
    ];
    const { places } = layoutOf(nodes, right);
    assert.equal(places.get('a')!.y < places.get('b')!.y, places.get('y')!.y < places.get('x')!.y);
  });

  it('keeps an edge that skips a layer out of the nodes there', () => {
    const nodes: LayoutNode[] = [{ id: 'a', depth: 0, dependsOn: [] }, { id: 'b', depth: 1, dependsOn: ['a'] }, { id: 'c', depth: 2, dependsOn: ['a', 'b'] }];
    const layout = layoutOf(nodes, right);
    const [enter, leave] = layout.bends.get(edgeKey('a', 'c'))!;
    assert.equal(leave!.x - enter!.x, right.width);
    assert.deepEqual(layout.bends.get(edgeKey('a', 'b')), []);
    assert.match(edgePath([{ x: 0, y: 0 }, enter!, leave!, { x: 500, y: 0 }], 'right'), /^M0,0C.*L.*C.* 500,0$/);
  });

  it('leaves out dependencies on phases that are not there', () => {
    assert.equal(layoutOf([{ id: 'a', depth: 0, dependsOn: ['ghost'] }], right).places.size, 1);
    assert.equal(layoutOf([], right).places.size, 0);
  });
});

describe('spread', () => {
  it('keeps order and distances, and moves nothing without need', () => {
    assert.deepEqual(spread([0, 100, 200], [50, 50]), [0, 100, 200]);
    assert.deepEqual(spread([10, 10], [20]), [0, 20]);
    fc.assert(fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 2, maxLength: 30 }), (wishes) => {
      const places = spread(wishes, wishes.slice(1).map(() => 30));
      places.slice(1).forEach((place, index) => assert.ok(place - places[index]! >= 30 - 1e-6));
    }));
  });
});

describe('direction', () => {
  const chain = (length: number): LayoutNode[] => Array.from({ length }, (_, depth) => ({ id: `n${depth}`, depth, dependsOn: depth === 0 ? [] : [`n${depth - 1}`] }));
  const optionsOf = (direction: 'right' | 'down') => (direction === 'right' ? right : down);

  it('runs to the right where there is room, and down where that shows more', () => {
    assert.equal(layoutToFit(chain(3), { width: 1_000, height: 400 }, optionsOf).direction, 'right');
    assert.equal(layoutToFit(chain(6), { width: 500, height: 900 }, optionsOf).direction, 'down');
  });

  it('shows the whole drawing inside the margin', () => {
    fc.assert(fc.property(graphs, (nodes) => {
      const frame = { width: 700, height: 500 };
      const layout = layoutOf(nodes, right);
      const { x, y, zoom } = viewportToFit(layout, frame, { options: right, margin: 20 });
      for (const place of layout.places.values()) {
        assert.ok(place.x * zoom + x >= 19.9 && (place.x + right.width) * zoom + x <= frame.width - 19.9);
        assert.ok(place.y * zoom + y >= 19.9 && (place.y + right.height) * zoom + y <= frame.height - 19.9);
      }
    }), { numRuns: 50 });
  });
});

describe('arrow keys', () => {
  const nodes: LayoutNode[] = [
    { id: 'plan', depth: 0, dependsOn: [] }, { id: 'one', depth: 1, dependsOn: ['plan'] }, { id: 'two', depth: 1, dependsOn: ['plan'] },
    { id: 'other', depth: 1, dependsOn: [] }, { id: 'end', depth: 2, dependsOn: ['one', 'two'] },
  ];
  const layout = layoutOf(nodes, right);
  const go = (from: string, move: Parameters<typeof moveFrom>[2]['move']) => moveFrom(nodes, layout, { from, move });

  it('follow the edges, and walk through a layer', () => {
    assert.ok(['one', 'two'].includes(go('plan', 'next-layer')));
    assert.equal(go('end', 'previous-layer') === 'other', false);
    assert.equal(go('end', 'next-layer'), 'end');
    assert.equal(go('plan', 'last'), 'end');
    const layer = ['one', 'two', 'other'].toSorted((left, right_) => layout.places.get(left)!.y - layout.places.get(right_)!.y);
    assert.equal(go(layer[0]!, 'next-in-layer'), layer[1]);
    assert.equal(go(layer[0]!, 'previous-in-layer'), layer[0]);
  });
});
