import type { ArtifactRef } from '../../model/artifact.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { RunEventOf } from '../../model/fact.ts';
import type { ExecutionId, PhaseId } from '../../model/ids.ts';
import type { Place, ProjectionsOf } from './projection.ts';
import { setStatus } from './runs.ts';

type PhaseEventName = 'phase-started' | 'loop-started' | 'iteration-completed' | 'phase-completed' | 'phase-failed' | 'phase-skipped' | 'steering-given' | 'phase-retried' | 'decision-needed';

export const phaseProjections: ProjectionsOf<PhaseEventName> = {
  'phase-started': started,
  'loop-started': () => {},
  'iteration-completed': (place, { phase, execution, iteration, artifact }) => {
    addArtifact(place, { phase, execution, iteration, artifact });
    completeExecution(place, execution);
  },
  'phase-completed': (place, { phase, execution, artifact }) => {
    addArtifact(place, { phase, execution, iteration: null, artifact });
    if (execution) completeExecution(place, execution);
  },
  'phase-failed': (place, { execution, failure }) => {
    if (execution) failExecution(place, execution, failure);
  },
  'phase-skipped': (place, { phase }) => {
    endPhase(place, phase, { status: 'skipped', failure: null });
    reopen(place);
  },
  'steering-given': () => {},
  'phase-retried': (place, { phase }) => {
    endPhase(place, phase, { status: 'failed', failure: failed('cancelled', 'Given up for another attempt.') });
    reopen(place);
  },
  'decision-needed': decisionNeeded,
};

function started({ database, runId, seq, at }: Place, { phase, execution, attempt, iteration }: RunEventOf<'phase-started'>): void {
  database.run(
    `insert into phase_execution (id, run_id, seq, phase_id, attempt, iteration, status, input_tokens, output_tokens, cached_tokens, cost_usd, turns, rejections, started_at)
     values (?, ?, ?, ?, ?, ?, 'running', 0, 0, 0, 0, 0, 0, ?)`,
    [execution, runId, seq, phase, attempt, iteration, at],
  );
}

interface NewArtifact {
  readonly phase: PhaseId;
  readonly execution: ExecutionId | null;
  readonly iteration: number | null;
  readonly artifact: ArtifactRef;
}

export function addArtifact({ database, contents, runId, seq, at }: Place, { phase, execution, iteration, artifact }: NewArtifact): void {
  contents.expect(artifact.hash);
  database.run(
    `insert into artifact (id, run_id, seq, phase_id, execution_id, iteration, type, schema_version, is_forced, hash, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [artifact.id, runId, seq, phase, execution, iteration, artifact.type, artifact.schemaVersion ?? 1, Number(artifact.isForced), artifact.hash, at],
  );
}

function completeExecution({ database, at }: Place, execution: ExecutionId): void {
  database.run(`update phase_execution set status = 'completed', wait = null, failure = null, ended_at = ? where id = ?`, [at, execution]);
}

function failExecution({ database, at }: Place, execution: ExecutionId, failure: Failure): void {
  database.run(`update phase_execution set status = 'failed', wait = null, failure = ?, ended_at = ? where id = ?`, [JSON.stringify(failure), at, execution]);
}

/** What still runs or waits is over; the reason it waited for stays its failure. */
function endPhase({ database, runId, at }: Place, phase: PhaseId, end: { readonly status: 'failed' | 'skipped'; readonly failure: Failure | null }): void {
  database.run(
    `update phase_execution set status = ?, wait = null, failure = coalesce(failure, ?), ended_at = ? where run_id = ? and phase_id = ? and status = 'running'`,
    [end.status, end.failure && JSON.stringify(end.failure), at, runId, phase],
  );
}

/** A failed run goes on once the phase that failed it is out of the way. */
function reopen(place: Place): void {
  const isFailed = place.database.first(`select 1 from pipeline_run where id = ? and status = 'failed'`, [place.runId]);
  if (isFailed) setStatus(place, { status: 'running' });
}

function decisionNeeded({ database, contents }: Place, { execution, failure, raw }: RunEventOf<'decision-needed'>): void {
  if (raw) contents.expectRef(raw);
  database.run(`update phase_execution set wait = 'decision', failure = ? where id = ? and status = 'running'`, [JSON.stringify(failure), execution]);
}
