import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shapesOnly } from '../../src/engine/base/redaction.ts';
import { workflowTemplate } from '../../src/engine/model/template.ts';
import type { Question } from '../../src/engine/model/wait.ts';
import { nodeFiles } from '../../src/engine/node/nodeFiles.ts';
import { nodeIds } from '../../src/engine/node/nodeIds.ts';
import { nodeShell } from '../../src/engine/node/nodeShell.ts';
import { nodeRepositories } from '../../src/engine/node/repositories.ts';
import { systemClock } from '../../src/engine/node/systemClock.ts';
import { outputSchemas } from '../../src/engine/phase/outputSchemas.ts';
import { languageModels } from '../../src/engine/providers/catalog.ts';
import { Engine } from '../../src/engine/runtime/engine.ts';
import { openStore } from '../../src/engine/storage/openStore.ts';
import type { ApprovalMode } from '../../src/engine/tools/policy/approvalMode.ts';
import { createPermission } from '../../src/engine/tools/policy/permission.ts';
import { ruleBook } from '../../src/engine/tools/policy/ruleBook.ts';
import { createToolbox } from '../../src/engine/tools/toolbox.ts';
import { memoryRuleFile } from '../engine/tools/policy/memoryRuleFile.ts';
import { parser } from '../engine/tools/policy/command/parser.ts';
import { silentLog } from '../engine/tools/workspaceFixture.ts';

const root = join(import.meta.dirname, '../..');

/** The questions of two runs of one project on the sample, by their text. */
interface Asked {
  readonly first: readonly string[];
  readonly second: readonly string[];
}

describe('no nagging: questions per run of the sample', () => {
  const figures: string[] = [];
  after(() => console.log(figures.join('\n')));

  for (const template of ['quick-fix', 'compound']) {
    it(`${template}: what is approved for good is asked once in a project`, async () => {
      const { first, second } = await sampleRuns(template, { mode: 'ask', answer: 'Always allow here', runs: 2 });
      figures.push(`      ${template}, ask first, "Always allow here": ${first.length} in the first run, ${second.length} in the second`);
      assert.equal(new Set(first).size, first.length, first.join('\n'));
      assert.ok(first.length <= 2, first.join('\n'));
      assert.deepEqual(second, []);
    }).timeout(120_000);

    it(`${template}: with edits approved, only what runs the project’s code asks`, async () => {
      const { first } = await sampleRuns(template, { mode: 'edits', answer: 'Allow in this phase', runs: 1 });
      figures.push(`      ${template}, edits approved, "Allow in this phase": ${first.length}`);
      assert.deepEqual(first.filter((text) => !/^run (?:npm|node) /.test(text)), []);
    }).timeout(120_000);
  }
});

async function sampleRuns(name: string, { mode, answer, runs }: { readonly mode: ApprovalMode; readonly answer: string; readonly runs: 1 | 2 }): Promise<Asked> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-nagging-')));
  const workspace = join(folder, 'workspace');
  cpSync(join(root, 'test/sample'), workspace, { recursive: true });
  const clock = systemClock();
  const opened = await openStore({ folder: join(folder, 'store'), wasmPath: join(root, 'node_modules/sql.js/dist/sql-wasm.wasm'), log: silentLog, clock, ids: nodeIds(), owner: 'nagging' });
  assert.ok(opened.ok);
  const files = await nodeFiles(workspace);
  const book = ruleBook(parser, { user: memoryRuleFile('user'), project: memoryRuleFile('project') });
  const engine = await Engine.open({
    store: opened.value, models: languageModels({ secrets: { get: async () => undefined }, settings: {}, log: silentLog }),
    toolbox: createToolbox({ files, shell: nodeShell({}), log: silentLog }),
    permission: createPermission({ files, repositories: nodeRepositories, parser, book, mode: () => mode, isAttended: () => true }),
    schemas: outputSchemas(), redaction: shapesOnly, clock, ids: nodeIds(), log: silentLog, seed: 1, maxActiveRuns: 1, snapshots: null,
  });
  try {
    const first = await questionsOf(engine, { name, workspace, answer });
    if (runs === 1) return { first, second: [] };
    execFileSync('sh', ['-c', 'rm -rf "$1" && cp -r "$2" "$1"', 'sh', workspace, join(root, 'test/sample')]);
    return { first, second: await questionsOf(engine, { name, workspace, answer }) };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the template to its end, giving every approval the same answer. */
async function questionsOf(engine: Engine, { name, workspace, answer }: { readonly name: string; readonly workspace: string; readonly answer: string }): Promise<readonly string[]> {
  const template = workflowTemplate.parse(JSON.parse(readFileSync(join(root, `templates/${name}.json`), 'utf8')));
  const project = await engine.createProject({ name, goal: 'Make the failing test pass', workspace, templateId: template.id });
  const run = await engine.createRun({ project: project.id, template, inputs: { goal: project.goal }, isAuto: true, maxParallel: 4, model: 'rehearsal' });
  const asked: Question[] = [];
  const ended = new Promise<string>((resolve) => {
    const listening = engine.onAdvance(({ facts, state }) => {
      for (const { event } of facts) {
        if (event.type !== 'question-asked') continue;
        asked.push(event.question);
        void engine.send(run, { type: 'answer', call: event.question.call, answer: event.question.options.includes(answer) ? answer : 'Allow' });
      }
      if (state.id !== run || ['running', 'created'].includes(state.situation.status)) return;
      listening.dispose();
      resolve(state.situation.status);
    });
  });
  await engine.send(run, { type: 'start' });
  assert.equal(await ended, 'completed');
  return asked.map(({ text }) => text);
}
