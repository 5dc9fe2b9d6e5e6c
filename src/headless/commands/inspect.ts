import { writeFile } from 'node:fs/promises';
import type { Artifact } from '../../engine/model/artifact.ts';
import { isReviewExecution } from '../../engine/model/reviewExecution.ts';
import type { Store } from '../../engine/ports/store.ts';
import { exportRun, exportText } from '../../engine/runtime/exportRun.ts';
import { replay } from '../../engine/workflow/replay.ts';
import { toRunView } from '../../engine/workflow/view.ts';
import { openStoreToRead, storeOptions } from '../compose.ts';
import { environmentRedaction } from '../environmentRedaction.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import { stderrLog } from '../log.ts';
import type { Options } from '../options.ts';
import { reviewLines } from '../report/reviewLines.ts';
import { summaryOf } from '../summary.ts';
import { runOf, unknownRun } from './goOn.ts';

/** `phasegate list`: one line for each run, newest first. */
export function listCommand(options: Options): Promise<ExitCode> {
  return withStore(options, async (store) => {
    const names = new Map((await store.projects()).map(({ id, name }) => [id, name]));
    const runs = await store.runs();
    if (runs.length === 0) process.stderr.write(`No runs yet in ${storeOptions(options, stderrLog(options)).folder}. \`phasegate run TEMPLATE --goal …\` begins one.\n`);
    for (const run of runs) {
      const row = { runId: run.id, project: names.get(run.project) ?? run.project, status: run.status, template: run.template.id, goal: typeof run.inputs['goal'] === 'string' ? run.inputs['goal'] : '', createdAt: run.createdAt, reason: run.reason };
      print(options, row, () => `${row.runId}  ${row.status.padEnd(9)}  ${new Date(row.createdAt).toISOString()}  ${row.project}: ${row.goal}`);
    }
  });
}

/** `phasegate show RUN`: the state as its facts give it. */
export function showCommand(options: Options): Promise<ExitCode> {
  return withStore(options, async (store) => {
    const id = runOf(options);
    const facts = await store.facts(id);
    if (facts.length === 0) throw unknownRun(id);
    const state = replay(facts);
    const view = toRunView(state);
    print(options, { ...summaryOf(state, view), type: 'run', template: state.template.id, goal: view.run.goal, isAuto: state.isAuto }, () => [
      `${state.id}  ${view.run.templateName}: ${view.run.status}${view.run.message ? ` (${view.run.message})` : ''}`,
      ...view.phases.flatMap(({ id: phase, status, attempts, model, artifact, failure, reviews = [] }) => [
        `  ${phase.padEnd(20)} ${status.padEnd(9)} ${attempts}×  ${model}${artifact ? `  ${artifact.id}` : ''}${failure ? `  ${failure.message}` : ''}`,
        ...reviews.flatMap(reviewLines),
      ]),
    ].join('\n'));
  });
}

/** `phasegate artifacts RUN`: each artifact with its data. */
export function artifactsCommand(options: Options): Promise<ExitCode> {
  return withStore(options, async (store) => {
    const id = runOf(options);
    if (!(await store.run(id))) throw unknownRun(id);
    for (const artifact of await store.artifacts(id)) print(options, toRow(artifact), () => `# ${artifact.id} (${artifact.type})\n${JSON.stringify(artifact.data, null, 2)}`);
  });
}

/** `phasegate export RUN FILE`: everything the store has of a run, whole texts included, without anything that looks like a key. */
export function exportCommand(options: Options): Promise<ExitCode> {
  const [, , file] = options.words;
  if (file === undefined) throw badUsage('Name the file: phasegate export RUN FILE');
  return withStore(options, async (store) => {
    const id = runOf(options);
    const exported = await exportRun(store, id);
    if (!exported) throw unknownRun(id);
    await writeFile(file, exportText(exported, environmentRedaction));
    const { length } = exported.facts;
    print(options, { type: 'exported', runId: id, file, facts: length }, () => `${length} facts written to ${file}.`);
  });
}

function toRow({ id, phase, execution, iteration, type, schemaVersion, isForced, data }: Artifact) {
  return { id, phase, iteration, ...(execution && isReviewExecution(execution) && { isReview: true }), type, schemaVersion, forced: isForced, data };
}

export function print(options: Options, row: Readonly<Record<string, unknown>>, toText: () => string): void {
  process.stdout.write(`${options.isJson ? JSON.stringify(row) : toText()}\n`);
}

export async function withStore(options: Options, work: (store: Store) => Promise<void>): Promise<ExitCode> {
  const store = await openStoreToRead(options, stderrLog(options));
  try {
    await work(store);
    return exitCodes.completed;
  } finally {
    await store.close();
  }
}
