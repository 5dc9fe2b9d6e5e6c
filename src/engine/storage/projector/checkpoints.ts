import type { RunEventOf } from '../../model/fact.ts';
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

/** Executions that began or ended after the checkpoint did not happen as far as the run's state goes; their rows say so. */
function rolledBack(place: Place, { checkpoint, message }: RunEventOf<'run-rolled-back'>): void {
  const { database, runId } = place;
  setStatus(place, { status: 'paused', reason: message });
  database.run(
    `update phase_execution set status = 'rolled_back', wait = null, ended_at = coalesce(ended_at, ?)
     where run_id = ? and id in (
       select json_extract(body, '$.execution') from pipeline_run
       join checkpoint on checkpoint.run_id = pipeline_run.id and checkpoint.id = ?
       join run_event on run_event.id > (ordinal << 32) + checkpoint.seq and run_event.id < (ordinal << 32) + ?
       where pipeline_run.id = ? and type in ('phase-started', 'phase-completed', 'iteration-completed', 'phase-failed', 'decision-needed'))`,
    [place.at, runId, checkpoint, place.seq, runId],
  );
}
