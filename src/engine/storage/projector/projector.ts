import type { Fact, RunEventType } from '../../model/fact.ts';
import { checkpointProjections } from './checkpoints.ts';
import { conversationProjections } from './conversation.ts';
import { phaseProjections } from './phases.ts';
import type { EventByType, Place, Projections } from './projection.ts';
import { runProjections } from './runs.ts';

const projections: Projections = { ...runProjections, ...phaseProjections, ...conversationProjections, ...checkpointProjections };


/**
 * Stores a fact and changes the rows that follow from it. Must run inside a transaction. Throws when the fact does not
 * follow on the last one of its run, or names something that is not stored.
 */
export function project(tables: Pick<Place, 'database' | 'contents'>, fact: Fact): void {
  const { runId, seq, at, event } = fact;
  const place: Place = { ...tables, runId, seq, at };
  if (event.type === 'run-created') apply(place, event.type, event);
  takeSeq(place);
  tables.database.run('insert into run_event (run_id, seq, at, type, body) values (?, ?, ?, ?, ?)', [runId, seq, at, event.type, JSON.stringify(event)]);
  if (event.type !== 'run-created') apply(place, event.type, event);
}

function apply<T extends RunEventType>(place: Place, type: T, event: EventByType[T]): void {
  projections[type](place, event);
}

/** A run starts at 0 facts, and each fact brings the next number. */
function takeSeq({ database, runId, seq }: Place): void {
  const changed = database.run('update pipeline_run set seq = ? where id = ? and seq = ?', [seq, runId, seq - 1]);
  if (changed === 1) return;
  const row = database.first('select seq from pipeline_run where id = ?', [runId]);
  throw new Error(row ? `fact ${seq} of run ${runId} does not follow its fact ${String(row['seq'])}` : `there is no run ${runId}`);
}
