import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shapesOnly } from '../../src/engine/base/redaction.ts';
import { ok } from '../../src/engine/base/result.ts';
import type { RunId } from '../../src/engine/model/ids.ts';
import { noUsage } from '../../src/engine/model/usage.ts';
import { nodeIds } from '../../src/engine/node/nodeIds.ts';
import { systemClock } from '../../src/engine/node/systemClock.ts';
import { outputSchemas } from '../../src/engine/phase/outputSchemas.ts';
import type { LanguageModel, TurnRequest } from '../../src/engine/ports/languageModel.ts';
import { Engine } from '../../src/engine/runtime/engine.ts';
import { openStore } from '../../src/engine/storage/openStore.ts';
import { aborted } from '../engine/agent/scriptedModel.ts';
import { allowAll, done, fakeTool } from '../engine/agent/fakeTools.ts';
import { pipeline } from '../engine/runtime/pipeline.ts';
import { deferred } from './deferred.ts';
import { toolboxOf } from '../engine/phase/fixtures.ts';
import { optionsFor, theProject } from '../engine/storage/fixtures.ts';

export interface ResumeFigures {
  readonly turns: number;
  readonly openMs: number;
  /** From the command to the request for the next turn. */
  readonly resumeMs: number;
  /** Of that, what this process computed; on a busy machine the rest is waiting. */
  readonly computedMs: number;
}

/** A phase that was interrupted after so many turns, each with one tool call and two kilobytes of answer. */
export async function measureResume(turns: number): Promise<ResumeFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-bench-'));
  try {
    await interruptedRun(folder, turns);
    const asked = deferred<TurnRequest>();
    const openedAtMs = performance.now();
    const engine = await open(folder, hangingAfter(0, asked.resolve));
    const [resumedAtMs, computedBefore] = [performance.now(), process.cpuUsage()];
    const [run] = await engine.runs();
    assert.ok(run);
    await engine.engine.send(run, { type: 'resume' });
    const { messages } = await asked.promise;
    const [askedAtMs, { user, system }] = [performance.now(), process.cpuUsage(computedBefore)];
    assert.equal(messages.filter(({ role }) => role === 'assistant').length, turns);
    await engine.engine.close();
    return { turns, openMs: resumedAtMs - openedAtMs, resumeMs: askedAtMs - resumedAtMs, computedMs: (user + system) / 1_000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function interruptedRun(folder: string, turns: number): Promise<void> {
  const reached = deferred<TurnRequest>();
  const { engine } = await open(folder, hangingAfter(turns, reached.resolve));
  const template = pipeline({ id: 'plan', tools: ['read_file'], maxTurns: 1_000 });
  const run = await engine.createRun({ project: theProject.id, template, inputs: { goal: 'bench' }, isAuto: true, maxParallel: 1, model: null });
  await engine.send(run, { type: 'start' });
  await reached.promise;
  await engine.close();
}

/** Calls a tool in each turn, then says nothing more. */
function hangingAfter(turns: number, reached: (request: TurnRequest) => void): LanguageModel {
  let count = 0;
  return {
    id: 'bench/patient',
    async *streamTurn(request, signal) {
      if (count >= turns) {
        reached({ ...request, messages: [...request.messages] });
        await aborted(signal);
        yield { type: 'turn-failed', failure: { kind: 'cancelled', message: 'Stopped.', isRetryable: false } };
        return;
      }
      count += 1;
      yield { type: 'text-delta', text: `Turn ${count}: looking at the next file.` };
      yield { type: 'tool-call', call: { id: `c${count}`, name: 'read_file', input: { path: `file-${count}` } } };
      yield { type: 'turn-end', reason: 'tool-calls', usage: noUsage };
    },
  };
}

async function open(folder: string, model: LanguageModel): Promise<{ readonly engine: Engine; runs(): Promise<readonly RunId[]> }> {
  const opened = await openStore(optionsFor(folder));
  assert.ok(opened.ok);
  const store = opened.value;
  await store.saveProject(theProject);
  const engine = await Engine.open({
    store, models: { resolve: async () => ok(model) }, toolbox: toolboxOf(fakeTool('read_file', 'none', async () => done('A line of a file that was read.\n'.repeat(64)))), permission: allowAll,
    schemas: outputSchemas(), redaction: shapesOnly, clock: systemClock(), ids: nodeIds(), log: { info() {}, warn() {}, error() {} }, seed: 1, maxActiveRuns: 1, snapshots: null,
  });
  return { engine, runs: async () => (await store.runs()).map(({ id }) => id) };
}
