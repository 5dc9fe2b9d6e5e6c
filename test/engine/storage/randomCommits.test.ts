import assert from 'node:assert/strict';
import fc from 'fast-check';
import { noUsage } from '../../../src/engine/model/usage.ts';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import { runId } from '../../../src/engine/model/ids.ts';
import type { Commit, Store } from '../../../src/engine/ports/store.ts';
import { cleanUp, created, execution, factsOf, hashOf, opened, planStarted, plan, temporaryFolder, textOf, theProject } from './fixtures.ts';

/** One step of a random life: several appends in one tick, or closing and opening again. */
type Step = { readonly type: 'reopen' } | { readonly type: 'tick'; readonly appends: readonly Append[] };
interface Append {
  readonly run: number;
  readonly events: readonly number[];
  /** How the commit is spoiled, if it is. */
  readonly fault: 'none' | 'gap' | 'repeat' | 'missing-text' | 'wrong-hash';
  readonly size: number;
}

const append: fc.Arbitrary<Append> = fc.record({
  run: fc.nat({ max: 2 }),
  events: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 4 }),
  fault: fc.constantFrom('none', 'none', 'none', 'none', 'gap', 'repeat', 'missing-text', 'wrong-hash'),
  size: fc.constantFrom(0, 10, 3_000, 20_000),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Step>({ type: 'reopen' }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('tick' as const), appends: fc.array(append, { minLength: 1, maxLength: 5 }) }) },
);

/** What the store should hold: nothing but lists. */
class Model {
  readonly events = new Map<number, RunEvent[]>();
  readonly texts = new Set<string>();

  take({ run, events, fault, size }: Append): { readonly commit: Commit; readonly isGood: boolean } {
    const known = this.events.get(run) ?? [];
    const name = execution(`e${run}`);
    const body = `${run} ${known.length} `.padEnd(size, '.');
    const isNew = known.length === 0;
    const fresh: RunEvent[] = isNew ? [created, { ...planStarted, execution: name } as RunEvent] : [];
    fresh.push(...events.map((kind) => eventOf(kind, { name, body })));
    const shift = fault === 'gap' ? 1 : fault === 'repeat' && !isNew ? -1 : 0;
    const text = fault === 'wrong-hash' ? { hash: hashOf(`${body}?`), text: body } : textOf(body);
    const refers = events.includes(3);
    const isMissing = fault === 'missing-text' && refers && !this.texts.has(body);
    const isGood = shift === 0 && fault !== 'wrong-hash' && !isMissing;
    const commit = { facts: factsOf(fresh, { run: runOf(run), after: known.length + shift }), texts: fault === 'missing-text' ? [] : [text] };
    if (isGood) {
      this.events.set(run, [...known, ...fresh]);
      if (fault !== 'missing-text') this.texts.add(body);
    }
    return { commit, isGood };
  }
}

function eventOf(kind: number, { name, body }: { name: ReturnType<typeof execution>; body: string }): RunEvent {
  const of = { phase: plan, execution: name };
  if (kind === 0) return { type: 'run-started' };
  if (kind === 1) return { type: 'turn-ended', ...of, turn: 1, model: 'a/b', reason: 'stop', usage: { ...noUsage, inputTokens: 3 } };
  if (kind === 2) return { type: 'output-rejected', ...of, raw: { text: 'no' }, issues: [] };
  return { type: 'message-added', ...of, ordinal: 0, role: 'user', content: { hash: hashOf(body), bytes: body.length, preview: '' } };
}

const runOf = (run: number) => runId.parse(`run-${run}`);

describe('random commits', () => {
  afterEach(cleanUp);

  it('leave exactly what a list would hold, across reopening, whatever else was asked for in the same tick', async function () {
    this.timeout(120_000);
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const folder = temporaryFolder();
      const model = new Model();
      let store = await opened(folder);
      await store.saveProject(theProject);
      for (const each of steps) {
        if (each.type === 'reopen') {
          await store.close();
          store = await opened(folder);
          continue;
        }
        const planned = each.appends.map((one) => model.take(one));
        const results = await Promise.allSettled(planned.map(({ commit }) => store.append(commit)));
        assert.deepEqual(results.map(({ status }) => status === 'fulfilled'), planned.map(({ isGood }) => isGood));
        await compare(store, model);
      }
      await store.close();
      await cleanUp();
    }), { numRuns: Number(process.env['PHASEGATE_SEQUENCES'] ?? 40) });
  });
});

async function compare(store: Store, model: Model): Promise<void> {
  for (const [run, events] of model.events) {
    assert.deepEqual((await store.facts(runOf(run))).map(({ event }) => event), events);
    assert.equal((await store.run(runOf(run)))?.seq, events.length);
    const [row] = await store.executions(runOf(run));
    assert.equal(row?.turns, events.filter(({ type }) => type === 'turn-ended').length);
    assert.equal(row?.rejections, events.filter(({ type }) => type === 'output-rejected').length);
    assert.equal(row?.usage.inputTokens, 3 * row.turns);
  }
  assert.equal((await store.runs()).length, model.events.size);
  for (const text of model.texts) assert.equal(await store.text({ hash: hashOf(text), bytes: text.length, preview: '' }), text);
}
