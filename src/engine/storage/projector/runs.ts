import { failed } from '../../model/failure.ts';
import type { RunEventOf } from '../../model/fact.ts';
import type { RunStatus } from '../../model/run.ts';
import { followRuns } from './projectStatus.ts';
import type { Place, ProjectionsOf } from './projection.ts';
import { templateRow } from './templates.ts';

type RunEventName = 'run-created' | 'run-started' | 'run-continued' | 'run-paused' | 'run-resumed' | 'run-cancelled' | 'run-completed' | 'run-failed' | 'auto-set' | 'model-set' | 'budget-raised' | 'command-rejected';

export const runProjections: ProjectionsOf<RunEventName> = {
  'run-created': created,
  'run-started': (place) => setStatus(place, { status: 'running' }),
  'run-continued': () => {},
  'run-paused': (place, { message, resumeAt }) => setStatus(place, { status: 'paused', reason: message, ...(resumeAt !== undefined && { resumeAt }) }),
  'run-resumed': (place) => setStatus(place, { status: 'running' }),
  'run-cancelled': cancelled,
  'run-completed': (place) => setStatus(place, { status: 'completed', endedAt: place.at }),
  'run-failed': (place, { failure }) => setStatus(place, { status: 'failed', reason: failure.message, endedAt: place.at }),
  'auto-set': ({ database, runId }, { isAuto }) => {
    database.run('update pipeline_run set is_auto = ? where id = ?', [Number(isAuto), runId]);
  },
  'model-set': () => {},
  'budget-raised': () => {},
  'command-rejected': () => {},
};

function created(place: Place, event: RunEventOf<'run-created'>): void {
  const { database, runId, at } = place;
  if (!database.first('select 1 from project where id = ?', [event.project])) throw new Error(`project ${event.project} is not stored; save it before its first run`);
  database.run(
    `insert into pipeline_run (id, project_id, template, inputs, status, is_auto, seq, created_at)
     values (?, ?, ?, ?, 'created', ?, 0, ?)`,
    [runId, event.project, templateRow(place, event.template), JSON.stringify(event.inputs), Number(event.isAuto), at],
  );
  followRuns(database, event.project);
}

export function setStatus({ database, runId }: Place, change: { readonly status: RunStatus; readonly reason?: string; readonly resumeAt?: number; readonly endedAt?: number }): void {
  const { status, reason = null, resumeAt = null, endedAt = null } = change;
  const row = database.first('update pipeline_run set status = ?, reason = ?, resume_at = ?, ended_at = ? where id = ? returning project_id', [status, reason, resumeAt, endedAt, runId]);
  if (row) followRuns(database, String(row['project_id']));
}

function cancelled(place: Place): void {
  const { database, runId, at } = place;
  setStatus(place, { status: 'cancelled', endedAt: at });
  database.run(
    `update phase_execution set status = 'failed', wait = null, failure = ?, ended_at = ? where run_id = ? and status = 'running'`,
    [JSON.stringify(failed('cancelled', 'The run was cancelled.')), at, runId],
  );
}
