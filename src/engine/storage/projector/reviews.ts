import type { RunEventOf } from '../../model/fact.ts';
import type { ExecutionId } from '../../model/ids.ts';
import { addArtifact } from './phases.ts';
import type { Place, ProjectionsOf } from './projection.ts';

type ReviewEventName = 'baseline-taken' | 'review-requested' | 'review-started' | 'review-finished' | 'review-decided' | 'review-retried';

export const reviewProjections: ProjectionsOf<ReviewEventName> = {
  'baseline-taken': () => {},
  'review-requested': ({ database, contents }, { execution, artifact, raw, changes, answer }) => {
    contents.expect(artifact.hash);
    for (const ref of [raw, changes, answer]) if (ref) contents.expectRef(ref);
    database.run(`update phase_execution set wait = 'review' where id = ? and status = 'running'`, [execution]);
  },
  'review-started': started,
  'review-finished': finished,
  'review-decided': ({ database }, { execution, decision }) => {
    database.run(`update phase_execution set wait = ? where id = ? and status = 'running'`, [decision === 'stopped' ? 'decision' : null, execution]);
  },
  'review-retried': ({ database, runId }, { phase }) => {
    database.run(`update phase_execution set wait = 'review' where run_id = ? and phase_id = ? and status = 'running' and wait = 'decision'`, [runId, phase]);
  },
};

/** A review is an execution of its phase, of the same iteration. */
function started({ database, runId, seq, at }: Place, { phase, execution, author, round }: RunEventOf<'review-started'>): void {
  database.run(
    `insert into phase_execution (id, run_id, seq, phase_id, attempt, iteration, status, input_tokens, output_tokens, cached_tokens, cost_usd, turns, rejections, started_at)
     values (?, ?, ?, ?, ?, (select iteration from phase_execution where id = ?), 'running', 0, 0, 0, 0, 0, 0, ?)`,
    [execution, runId, seq, phase, round, author, at],
  );
}

function finished(place: Place, { phase, execution, outcome }: RunEventOf<'review-finished'>): void {
  if (outcome.type === 'reviewed') addArtifact(place, { phase, execution, iteration: iterationOf(place, execution), artifact: outcome.artifact });
  const failure = outcome.type === 'unavailable' ? JSON.stringify(outcome.failure) : null;
  place.database.run('update phase_execution set status = ?, wait = null, failure = ?, ended_at = ? where id = ?', [failure === null ? 'completed' : 'failed', failure, place.at, execution]);
}

function iterationOf({ database }: Place, execution: ExecutionId): number | null {
  const iteration = database.first('select iteration from phase_execution where id = ?', [execution])?.['iteration'];
  return typeof iteration === 'number' ? iteration : null;
}
