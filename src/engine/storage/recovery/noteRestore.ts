import { join } from 'node:path';
import * as z from 'zod';
import type { Fact } from '../../model/fact.ts';
import { runId } from '../../model/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { LossWindow } from '../../ports/store.ts';
import type { Sqlite } from '../bridge/loadSqlite.ts';
import { Blobs } from '../contents/blobs.ts';
import { Contents } from '../contents/contents.ts';
import { Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { project } from '../projector/projector.ts';

interface Note {
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly loss: LossWindow;
}

const runRow = z.object({ id: runId, seq: z.number(), status: z.string() });

/**
 * Pauses the runs of a restored copy that would go on by themselves, and says why in their history: what they did after the copy was
 * taken is in the workspace, but not in the record. The copy is one file again in the end. Answers what is wrong with it.
 */
export function noteRestore(sqlite: Sqlite, path: string, { folder, clock, ids, loss }: Note): string | null {
  const database = new Database(sqlite, path);
  database.configure();
  const migrated = migrate(database);
  if (!migrated.ok) {
    database.abandon();
    return migrated.error.message;
  }
  const contents = new Contents({ database, blobs: new Blobs(join(folder, 'blobs')), ids });
  const moving = z.array(runRow).parse(database.all(`select id, seq, status from pipeline_run where status = 'running' or (status = 'paused' and resume_at is not null)`));
  database.transaction(() => {
    for (const run of moving) project({ database, contents }, [pauseOf(run, clock, loss)]);
  });
  database.exec('pragma journal_mode = delete');
  database.close();
  return null;
}

/** Only a person's pause takes back that a run resumes by itself. */
function pauseOf({ id, seq, status }: z.infer<typeof runRow>, clock: Clock, loss: LossWindow): Fact {
  const message = `The store was damaged, and its copy of ${timeText(loss.from)} took its place. What this run did from then to ${timeText(loss.until)} is not recorded any more: look at the workspace before you resume.`;
  return { runId: id, seq: seq + 1, at: clock.now(), event: { type: 'run-paused', reason: status === 'running' ? 'interrupted' : 'user', message } };
}

function timeText(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').slice(0, 19);
}
