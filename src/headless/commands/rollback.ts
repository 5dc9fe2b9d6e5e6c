import type { CheckpointId } from '../../engine/model/ids.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import type { Options } from '../options.ts';
import { order, runOf, unknownRun, withRun } from './goOn.ts';
import { print, withStore } from './inspect.ts';

/** `phasegate checkpoints RUN`: points to return to, oldest first. */
export function checkpointsCommand(options: Options): Promise<ExitCode> {
  return withStore(options, async (store) => {
    const run = runOf(options);
    if (!(await store.run(run))) throw unknownRun(run);
    for (const { id, phase, seq, createdAt, snapshot } of await store.checkpoints(run)) {
      print(options, { id, phase, seq, createdAt, snapshot }, () => `${id}  ${new Date(createdAt).toISOString()}  ${phase ?? 'before a rollback'}${snapshot === null ? ', without files' : ''}`);
    }
  });
}

/** `phasegate rollback RUN CHECKPOINT [--dry-run]`. */
export function rollbackCommand(options: Options): Promise<ExitCode> {
  const [, , word] = options.words;
  if (word === undefined) throw badUsage('Name the checkpoint: phasegate rollback RUN CHECKPOINT');
  const checkpoint = word as CheckpointId;
  return options.isDryRun ? preview(options, checkpoint) : order(options, { type: 'rollback', checkpoint });
}

function preview(options: Options, checkpoint: CheckpointId): Promise<ExitCode> {
  return withRun(options, async ({ engine, state }) => {
    const result = await engine.previewRollback(state.id, checkpoint);
    if (!result.ok) throw badUsage(result.error);
    const difference = result.value ?? { changes: [], skipped: [] };
    print(options, { type: 'preview', checkpoint, hasFiles: result.value !== null, ...difference }, () => {
      if (result.value === null) return 'This checkpoint has no files; only the run goes back.';
      const lines = [...difference.changes.map(({ kind, path }) => `  ${kind.padEnd(8)} ${path}`), ...difference.skipped.map(({ path, reason }) => `  left     ${path} (${reason})`)];
      return lines.length === 0 ? 'No file would change.' : lines.join('\n');
    });
    return exitCodes.completed;
  });
}
