import { statSync } from 'node:fs';
import path from 'node:path';
import type { RunCommand } from '../../engine/model/command.ts';
import type { RunId } from '../../engine/model/ids.ts';
import type { JsonObject } from '../../engine/model/json.ts';
import { isOwnToolName } from '../../engine/model/ownTool.ts';
import { toolsOf, type WorkflowTemplate } from '../../engine/model/template.ts';
import { outputSchemas } from '../../engine/phase/outputSchemas.ts';
import { inputCheck } from '../../engine/phase/templateInputs.ts';
import type { Store } from '../../engine/ports/store.ts';
import type { Engine } from '../../engine/runtime/engine.ts';
import { withInputDefaults } from '../../engine/workflow/inputDefaults.ts';
import { composeEngine, openStoreFor } from '../compose.ts';
import { drive } from '../drive.ts';
import { badUsage, type ExitCode } from '../exit.ts';
import { forecastFor, forecastText } from '../expected.ts';
import { stderrLog } from '../log.ts';
import type { Options } from '../options.ts';
import { createReporter } from '../report/createReporter.ts';
import { isInteractive } from '../permission.ts';
import { findTemplate } from '../templates.ts';
import { withCommands } from '../withCommands.ts';

/** `phasegate run`: a new project and run, driven until it ends or waits for a person. */
export async function runCommand(options: Options): Promise<ExitCode> {
  const [, name] = options.words;
  if (name === undefined) throw badUsage('Name a template: phasegate run <template id | file> --workspace DIR --goal TEXT');
  const { goal } = options;
  if (goal === undefined || goal.trim() === '') throw badUsage('Say what the run is for: --goal TEXT');
  checkFolder(options.workspace);
  const template = await withCommands(await findTemplate(name, options.workspace), options);
  const inputs = withInputDefaults(template, { ...options.inputs, goal });
  await checkInputs(template, inputs);
  checkTrust(template, options);
  return withEngine(options, async () => options.workspace, async (engine, store) => {
    const project = await engine.createProject({ name: path.basename(options.workspace), goal, workspace: options.workspace, templateId: template.id });
    if (!options.isJson) process.stdout.write(`${forecastText(await forecastFor(options, store, template))}\n`);
    const reporter = createReporter(options);
    const creation = engine.onAdvance((advance) => reporter.advanced(advance));
    const run = await engine.createRun({ project: project.id, template, inputs, isAuto: options.isAuto, model: options.model, maxParallel: options.maxParallel, ...(Object.keys(options.budget).length > 0 && { budget: options.budget }) });
    creation.dispose();
    return driveRun(engine, { run, options, reporter }, [{ type: 'start' }]);
  });
}

/** Opens store and engine for one command, and closes them whatever happens. */
export async function withEngine(options: Options, workspaceOf: (store: Store) => Promise<string>, work: (engine: Engine, store: Store) => Promise<ExitCode>): Promise<ExitCode> {
  const log = stderrLog(options);
  const store = await openStoreFor(options, log);
  try {
    const engine = await composeEngine(options, { store, workspace: await workspaceOf(store), log });
    try {
      return await work(engine, store);
    } finally {
      await engine.stop();
    }
  } finally {
    await store.close();
  }
}

export interface DrivenRun {
  readonly run: RunId;
  readonly options: Options;
  readonly reporter: ReturnType<typeof createReporter>;
}

export function driveRun(engine: Engine, { run, options, reporter }: DrivenRun, commands: readonly RunCommand[]): Promise<ExitCode> {
  return drive({ engine, run, reporter, isInteractive: isInteractive(options), waits: options.waits }, commands);
}

function checkFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) throw badUsage(`The workspace ${folder} is not a folder.`);
}

/** Said before the run exists, instead of when its phase starts. */
function checkTrust({ phases }: WorkflowTemplate, { isTrusted }: Options): void {
  const own = new Set(phases.flatMap(toolsOf).filter(isOwnToolName));
  if (own.size > 0 && !isTrusted) throw badUsage(`The template uses tools that the workspace defines: ${[...own].join(', ')}. Look at them with "phasegate tools list", then add --trust.`);
}

/** The template says what inputs it takes; `goal` is always one. */
async function checkInputs(template: WorkflowTemplate, inputs: JsonObject): Promise<void> {
  const check = await inputCheck(template, outputSchemas());
  if (!check.ok) throw badUsage(`The inputs of template "${template.id}" cannot be checked: ${check.error}`);
  const issues = check.value(inputs);
  if (issues.length > 0) throw badUsage(issues.map(({ pointer, message }) => `--input ${pointer.slice(1)}: ${message}`).join('\n'));
}
