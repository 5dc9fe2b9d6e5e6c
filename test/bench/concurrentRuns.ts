import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shapesOnly } from '../../src/engine/base/redaction.ts';
import { workflowTemplate } from '../../src/engine/model/template.ts';
import { nodeFiles } from '../../src/engine/node/nodeFiles.ts';
import { nodeIds } from '../../src/engine/node/nodeIds.ts';
import { nodeShell } from '../../src/engine/node/nodeShell.ts';
import { systemClock } from '../../src/engine/node/systemClock.ts';
import { outputSchemas } from '../../src/engine/phase/outputSchemas.ts';
import { languageModels } from '../../src/engine/providers/catalog.ts';
import { Engine } from '../../src/engine/runtime/engine.ts';
import { openStore } from '../../src/engine/storage/openStore.ts';
import { createToolbox } from '../../src/engine/tools/toolbox.ts';
import { isWaitingForPerson } from '../../src/engine/workflow/view.ts';
import { parseOptions } from '../../src/headless/options.ts';
import { modelSettings } from '../../src/headless/modelSettings.ts';
import { allowAll } from '../engine/agent/fakeTools.ts';
import { optionsFor, theProject } from '../engine/storage/fixtures.ts';
import { deferred } from './deferred.ts';

// A process that runs so many rehearsal runs side by side in one engine, and says what that took.
const runs = Number(process.argv[2] ?? 100);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-bench-')));
const root = join(folder, 'workspace');
cpSync(join(import.meta.dirname, '../sample'), root, { recursive: true });
const log = { info() {}, warn() {}, error() {} };

const opened = await openStore(optionsFor(join(folder, 'store')));
assert.ok(opened.ok);
const store = opened.value;
await store.saveProject(theProject);
const models = languageModels({ secrets: { get: async () => undefined }, settings: modelSettings(parseOptions(['run', '--model', 'rehearsal'])), log });
const engine = await Engine.open({
  store, models, toolbox: createToolbox({ files: await nodeFiles(root), shell: nodeShell({}), log }), permission: allowAll, schemas: outputSchemas(), redaction: shapesOnly,
  clock: systemClock(), ids: nodeIds(), log, seed: 1, maxActiveRuns: runs + 1, snapshots: null,
});
const template = workflowTemplate.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../templates/review-only.json'), 'utf8')));
const startedMs = performance.now();
const ended = deferred<void>();
const standing = new Map<string, string>();
engine.onAdvance(({ state }) => {
  const { status } = state.situation;
  if (status === 'created' || (status === 'running' && !isWaitingForPerson(state))) return;
  standing.set(state.id, status);
  if (standing.size === runs) ended.resolve();
});
for (let index = 0; index < runs; index += 1) {
  const run = await engine.createRun({ project: theProject.id, template, inputs: { goal: `Goal ${index}` }, isAuto: true, maxParallel: 3, model: 'rehearsal' });
  void engine.send(run, { type: 'start' });
}
if (runs > 0) await ended.promise;
const totalMs = performance.now() - startedMs;
await engine.close();
rmSync(folder, { recursive: true, force: true });
const completed = [...standing.values()].filter((status) => status === 'completed').length;
process.stdout.write(JSON.stringify({ runs, completed, totalMs, peakMegabytes: process.resourceUsage().maxRSS / 1_024 }));
