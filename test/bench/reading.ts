import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { shapesOnly } from '../../src/engine/base/redaction.ts';
import { ok } from '../../src/engine/base/result.ts';
import { noUsage } from '../../src/engine/model/usage.ts';
import { nodeFiles } from '../../src/engine/node/nodeFiles.ts';
import { nodeIds } from '../../src/engine/node/nodeIds.ts';
import { nodeRepositories } from '../../src/engine/node/repositories.ts';
import { nodeShell } from '../../src/engine/node/nodeShell.ts';
import { systemClock } from '../../src/engine/node/systemClock.ts';
import { outputSchemas } from '../../src/engine/phase/outputSchemas.ts';
import type { LanguageModel } from '../../src/engine/ports/languageModel.ts';
import { Engine } from '../../src/engine/runtime/engine.ts';
import { openStore } from '../../src/engine/storage/openStore.ts';
import { createPermission } from '../../src/engine/tools/policy/permission.ts';
import { createToolbox } from '../../src/engine/tools/toolbox.ts';
import { pipeline } from '../engine/runtime/pipeline.ts';
import { optionsFor, theProject } from '../engine/storage/fixtures.ts';
import { parser } from '../engine/tools/policy/command/parser.ts';
import { emptyBook, silentLog } from '../engine/tools/workspaceFixture.ts';
import { deferred } from './deferred.ts';

export interface ReadingFigures {
  readonly files: number;
  /** The longest that anything else had to wait meanwhile. */
  readonly longestWaitMs: number;
  readonly p99WaitMs: number;
  readonly totalMs: number;
  /** Reading the same files one after the other, and nothing else. */
  readonly rawMs: number;
}

const kilobytes = 60;

/** One turn that asks for so many files, each as long as one answer may be; recorded, in a whole engine with full durability. */
export async function measureReading(files: number): Promise<ReadingFigures> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-bench-')));
  const root = join(folder, 'workspace');
  mkdirSync(root);
  const line = 'const value = compute(input, options); // a line of code as it is written every day\n';
  for (let index = 0; index < files; index += 1) writeFileSync(join(root, `file${index}.ts`), line.repeat((kilobytes * 1_000) / line.length));
  const opened = await openStore(optionsFor(join(folder, 'store')));
  assert.ok(opened.ok);
  await opened.value.saveProject(theProject);
  const workspace = await nodeFiles(root);
  const engine = await Engine.open({
    store: opened.value, models: { resolve: async () => ok(readingModel(files)) }, toolbox: createToolbox({ files: workspace, shell: nodeShell({}), log: silentLog }),
    permission: createPermission({ files: workspace, repositories: nodeRepositories, parser, book: emptyBook, mode: () => 'ask', isAttended: () => false }),
    schemas: outputSchemas(), redaction: shapesOnly, clock: systemClock(), ids: nodeIds(), log: silentLog, seed: 1, maxActiveRuns: 1, snapshots: null,
  });
  try {
    await runOnce(engine);
    const { totalMs, delay } = await runOnce(engine);
    const startMs = performance.now();
    for (let index = 0; index < files; index += 1) await readFile(join(root, `file${index}.ts`), 'utf8');
    return { files, longestWaitMs: delay.max / 1e6, p99WaitMs: delay.percentile(99) / 1e6, totalMs, rawMs: performance.now() - startMs };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads everything in its first turn, and submits in the second. */
function readingModel(files: number): LanguageModel {
  return {
    id: 'bench/reading',
    async *streamTurn({ messages }) {
      if (messages.some(({ role }) => role === 'tool')) yield { type: 'tool-call', call: { id: 'end', name: 'submit_artifact', input: { title: 'Done.' } } };
      else for (let index = 0; index < files; index += 1) yield { type: 'tool-call', call: { id: `c${index}`, name: 'read_file', input: { path: `file${index}.ts` } } };
      yield { type: 'turn-end', reason: 'tool-calls', usage: noUsage };
    },
  };
}

async function runOnce(engine: Engine): Promise<{ readonly totalMs: number; readonly delay: ReturnType<typeof monitorEventLoopDelay> }> {
  const run = await engine.createRun({ project: theProject.id, template: pipeline({ id: 'plan', tools: ['read_file'] }), inputs: { goal: 'bench' }, isAuto: true, maxParallel: 1, model: null });
  const ended = deferred<void>();
  const listener = engine.onAdvance(({ state }) => {
    if (state.id === run && state.situation.status !== 'running' && state.situation.status !== 'created') ended.resolve();
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startMs = performance.now();
  await engine.send(run, { type: 'start' });
  await ended.promise;
  delay.disable();
  listener.dispose();
  assert.equal((await engine.state(run))?.situation.status, 'completed');
  return { totalMs: performance.now() - startMs, delay };
}
