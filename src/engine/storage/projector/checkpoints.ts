import type { RunEventOf } from '../../model/fact.ts';
import { executionsAt, type Milestone, milestoneTypes } from './executionsAt.ts';
import { addArtifact } from './phases.ts';
import type { Place, ProjectionsOf } from './projection.ts';
import { setStatus } from './runs.ts';

type CheckpointEventName = 'checkpoint-taken' | 'run-rolled-back' | 'files-restored' | 'phase-adopted';

export const checkpointProjections: ProjectionsOf<CheckpointEventName> = {
  'checkpoint-taken': taken,
  'run-rolled-back': rolledBack,
  'files-restored': () => {},
  'phase-adopted': (place, { phase, artifact }) => addArtifact(place, { phase, execution: null, iteration: null, artifact }),
};

/** As many as run state remembers: ten, and the one before a rollback. */
const keptRows = 11;

function taken({ database, runId, seq, at }: Place, { checkpoint, phase, snapshot }: RunEventOf<'checkpoint-taken'>): void {
  database.run('insert into checkpoint (id, run_id, phase_id, seq, snapshot, created_at) values (?, ?, ?, ?, ?, ?)', [checkpoint, runId, phase, seq, snapshot, at]);
  const last = database.all('select seq from checkpoint where run_id = ?', [runId]).at(-1 - keptRows);
  if (last) database.run('delete from checkpoint where run_id = ? and seq <= ?', [runId, Number(last['seq'])]);
}

/** Executions are what they were at the checkpoint: those that began or ended later do not count any more, and after an undo they do again. */
function rolledBack(place: Place, { checkpoint, message }: RunEventOf<'run-rolled-back'>): void {
  const { database, runId, at } = place;
  setStatus(place, { status: 'paused', reason: message });
  const history = historyOf(place);
  const seq = history.find(({ type, checkpoint: taken }) => type === 'checkpoint-taken' && taken === checkpoint)?.seq ?? 0;
  for (const [execution, status] of executionsAt(history, seq)) {
    database.run('update phase_execution set status = ?, wait = null, ended_at = coalesce(ended_at, ?) where run_id = ? and id = ? and (status != ? or wait is not null)', [status, at, runId, execution, status]);
  }
}

function historyOf({ database, runId, seq }: Place): readonly Milestone[] {
  const rows = database.all(
    `select run_event.seq as seq, iif(type = 'review-finished', 'review-' || json_extract(body, '$.outcome.type'), type) as type, json_extract(body, '$.phase') as phase, json_extract(body, '$.execution') as execution, json_extract(body, '$.checkpoint') as checkpoint
     from pipeline_run join run_event on run_event.id > (ordinal << 32) and run_event.id < (ordinal << 32) + ?
     where pipeline_run.id = ? and type in (${milestoneTypes.map((type) => `'${type}'`).join(', ')}) order by run_event.id`,
    [seq, runId],
  );
  return rows.map((row) => ({ seq: Number(row['seq']), type: String(row['type']), phase: textOf(row['phase']), execution: textOf(row['execution']), checkpoint: textOf(row['checkpoint']) }));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
