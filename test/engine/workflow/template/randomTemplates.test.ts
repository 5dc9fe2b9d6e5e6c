import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromPointer } from '../../../../src/engine/base/jsonPointer.ts';
import type { Json } from '../../../../src/engine/model/json.ts';
import { checkTemplate, parseTemplate } from '../../../../src/engine/workflow/template/parseTemplate.ts';
import { phase, textOf } from './goodTemplate.ts';

interface PhaseChoice {
  readonly dependencies: readonly number[];
  readonly kind: 'automated' | 'interactive' | 'over' | 'until';
  readonly isConditional: boolean;
  readonly timeoutSeconds: number;
}

const choice: fc.Arbitrary<PhaseChoice> = fc.record({
  dependencies: fc.uniqueArray(fc.nat(11), { maxLength: 3 }),
  kind: fc.constantFrom('automated', 'interactive', 'over', 'until'),
  isConditional: fc.boolean(),
  timeoutSeconds: fc.integer({ min: 1, max: 86_400 }),
});

/** Each phase depends on earlier ones only, then all are shuffled: what counts is the graph, not the order of the text. */
const goodText = fc.array(choice, { minLength: 1, maxLength: 12 }).chain((choices) =>
  fc.shuffledSubarray([...choices.keys()], { minLength: choices.length }).map((order) => textOf(order.map((index) => toPhase(choices[index]!, index)))),
);

function toPhase({ dependencies, kind, isConditional, timeoutSeconds }: PhaseChoice, index: number): Json {
  const dependsOn = dependencies.filter((other) => other < index).map((other) => `p${other}`);
  const [first] = dependsOn;
  const isOver = kind === 'over' && first !== undefined;
  return phase(`p${index}`, {
    output: 'task-queue',
    dependsOn,
    timeoutSeconds,
    type: isOver || kind === 'until' ? 'loop' : kind === 'interactive' ? 'interactive' : 'automated',
    prompt: `{{input.goal}} ${dependsOn.map((id) => `{{artifacts.${id}.summary}}`).join(' ')} ${isOver ? '{{loop.item.id}}' : ''}`,
    ...(isOver && { loop: { over: `${first}.items`, max: 3 } }),
    ...(kind === 'until' && { loop: { until: { path: `p${index}.summary`, op: 'matches', value: '^done' }, max: 3 } }),
    ...(isConditional && first !== undefined && { when: { not: { path: `${first}.summary`, op: 'eq', value: 'x' } } }),
  });
}

/** Something else at a random place of the text. */
const mutated = fc.tuple(goodText, fc.nat(), fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '/*', '//', '\0', '\uFEFF', '-1', 'NaN', '{{', '}}', 'p0', '💥', '\uD800'), fc.nat(5)).map(
  ([text, place, insert, removed]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + insert + text.slice(at + removed);
  },
);

describe('random templates', () => {
  it('parse when they are right', () => {
    fc.assert(fc.property(goodText, (text) => assert.deepEqual(checkTemplate(text).problems, [])), { numRuns: 150 });
  });

  it('never crash when they are not, and say where', () => {
    fc.assert(fc.property(mutated, located), { numRuns: 600 });
  });

  it('are refused with a place when any one value is of another kind', () => {
    const anything: fc.Arbitrary<Json> = fc.constantFrom<Json[]>(null, true, -1, 1e9, '', '5', [], {}, [[]], { all: [] }, ['p0'], 'p0', 'toString');
    fc.assert(fc.property(goodText, fc.nat(), anything, (text, place, value) => {
      const data = JSON.parse(text) as Json;
      const places = pathsIn(data);
      located(JSON.stringify(replaced(data, places[place % places.length] ?? [], value), null, 1));
    }), { numRuns: 600 });
  });

  it('are refused for every JSON there is', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), (text) => {
      located(text);
      assert.equal(parseTemplate(text).ok, false);
    }), { numRuns: 300 });
  });

  it('are refused for every text there is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      located(text);
      assert.equal(parseTemplate(text).ok, false);
    }), { numRuns: 300 });
  });
});

/** Good, or with errors that each name a place inside the text; what is good is also JSON to everyone else. */
function located(text: string): void {
  const { template, problems } = checkTemplate(text);
  const errors = problems.filter(({ severity }) => severity === 'error');
  assert.equal(template === undefined, errors.length > 0);
  if (template) assert.doesNotThrow(() => JSON.parse(text));
  const lines = text.split(/\r\n|\r|\n/);
  for (const { line, column, pointer, message } of problems) {
    assert.ok(line >= 1 && line <= lines.length, `line ${line} of ${lines.length}`);
    assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1, `column ${column}`);
    assert.ok(pointer === '' || pointer.startsWith('/'));
    assert.ok(fromPointer(pointer).length < 200 && message.length > 10);
  }
}

type Path = readonly (string | number)[];

function pathsIn(data: Json, path: Path = []): readonly Path[] {
  if (Array.isArray(data)) return [path, ...data.flatMap((item: Json, index) => pathsIn(item, [...path, index]))];
  if (typeof data === 'object' && data !== null) return [path, ...Object.entries(data).flatMap(([key, item]) => pathsIn(item, [...path, key]))];
  return [path];
}

function replaced(data: Json, [segment, ...rest]: Path, value: Json): Json {
  if (segment === undefined) return value;
  if (Array.isArray(data)) return data.map((item: Json, index) => (index === segment ? replaced(item, rest, value) : item));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, key === segment ? replaced(item, rest, value) : item]));
}
