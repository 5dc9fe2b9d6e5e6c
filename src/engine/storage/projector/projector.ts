import type { Fact, RunEventType } from '../../model/fact.ts';
import { checkpointProjections } from './checkpoints.ts';
import { conversationProjections } from './conversation.ts';
import { phaseProjections } from './phases.ts';
import type { Database } from '../database.ts';
import { sealOf } from '../seal.ts';
import type { EventByType, Place, Projections } from './projection.ts';
import { reviewProjections } from './reviews.ts';
import { runProjections } from './runs.ts';

const projections: Projections = { ...runProjections, ...phaseProjections, ...conversationProjections, ...checkpointProjections, ...reviewProjections };

/**
 * Stores facts of one run and changes the rows that follow from them. Must run inside a transaction. Throws when they do not
 * follow on the last one of the run, or name something that is not stored.
 */
export function project(tables: Pick<Place, 'database' | 'contents'>, facts: readonly Fact[]): void {
  const [first, ...rest] = facts;
  if (!first) return;
  const isNew = first.event.type === 'run-created';
  if (isNew) change(tables, first);
  store(tables, takeSeqs(tables.database, first, facts), facts);
  for (const fact of isNew ? rest : facts) change(tables, fact);
}

/** As many rows in one statement as there are up to this. */
const widestInsert = 16;

function store({ database, contents }: Pick<Place, 'database' | 'contents'>, ordinal: number, facts: readonly Fact[]): void {
  let seal = sealBefore(database, idOf(ordinal, facts[0]?.seq ?? 0));
  for (let start = 0; start < facts.length; start += widestInsert) {
    const rows = facts.slice(start, start + widestInsert);
    const places = rows.map(() => '(?, ?, ?, ?, ?, ?)').join(', ');
    const values = rows.flatMap(({ runId, seq, at, event }) => {
      const body = JSON.stringify(event);
      seal = sealOf((text) => contents.hash(text), seal, { run: runId, at, type: event.type, body });
      return [idOf(ordinal, seq), runId, at, event.type, body, seal];
    });
    database.run(`insert into run_event (id, run_id, at, type, body, seal) values ${places}`, values);
  }
}

function sealBefore(database: Database, id: number): string | null {
  const seal = database.first('select seal from run_event where id = ?', [id - 1])?.['seal'];
  return typeof seal === 'string' ? seal : null;
}

/** So that the facts of a run lie side by side, in order. */
function idOf(ordinal: number, seq: number): number {
  return ordinal * 2 ** 32 + seq;
}

function change(tables: Pick<Place, 'database' | 'contents'>, { runId, seq, at, event }: Fact): void {
  apply({ ...tables, runId, seq, at }, event.type, event);
}

function apply<T extends RunEventType>(place: Place, type: T, event: EventByType[T]): void {
  projections[type](place, event);
}

/** A run starts at 0 facts, and each fact brings the next number. Answers the run's ordinal. */
function takeSeqs(database: Database, { runId, seq: first }: Fact, facts: readonly Fact[]): number {
  const odd = facts.find((fact, index) => fact.runId !== runId || fact.seq !== first + index);
  if (odd) throw new Error(`fact ${odd.seq} of run ${odd.runId} does not follow on those before it`);
  const isTaken = database.run('update pipeline_run set seq = ? where id = ? and seq = ?', [first + facts.length - 1, runId, first - 1]) === 1;
  const row = database.first('select ordinal, seq from pipeline_run where id = ?', [runId]);
  if (row && isTaken) return Number(row['ordinal']);
  throw new Error(row ? `fact ${first} of run ${runId} does not follow its fact ${String(row['seq'])}` : `there is no run ${runId}`);
}
