import type { Disposable } from '../base/disposable.ts';
import { failpoint } from '../base/failpoint.ts';
import type { Project } from '../model/project.ts';
import type { LLMProvider } from '../model/provider.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { Committer } from './committer.ts';
import type { Contents } from './contents/contents.ts';
import type { Database } from './database.ts';
import type { Lease } from './lease/lease.ts';
import { followRuns } from './projector/projectStatus.ts';
import { readsOf } from './reads.ts';
import type { GoodCopies } from './recovery/goodCopies.ts';

interface StoreParts {
  readonly path: string;
  readonly database: Database;
  readonly contents: Contents;
  readonly lease: Lease;
  readonly log: Log;
  readonly goodCopies: GoodCopies;
}

/** The write-ahead log is moved into the database when nothing was written for this long. */
const idleMs = 500;

/** The store of one open file, which it closes in the end together with the lease. */
export function durableStore({ path, database, contents, lease, log, goodCopies }: StoreParts): Store {
  const idle = whenIdle(() => {
    checkpoint(database, log);
    goodCopies.takeIfDue();
  });
  const committer = new Committer({
    database,
    contents,
    path,
    refusal: () => (lease.isHeld() ? null : 'another process has taken the store over'),
    onCommitted: () => {
      goodCopies.storeChanged();
      idle.postpone();
    },
  });
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await committer.close();
    idle.dispose();
    await goodCopies.settled();
    if (lease.isHeld()) {
      database.close();
      await goodCopies.takeLast();
    } else database.abandon();
    lease.dispose();
  }

  return {
    ...readsOf(() => ({ database, contents })),
    isReadOnly: false,
    append: (commit) => committer.append(commit),
    saveProject: (project) => committer.write(() => saveProject(database, project)),
    saveProvider: (provider) => committer.write(() => saveProvider(database, provider)),
    close: () => (closing ??= close()),
  };
}

/** The status given counts until there are runs; from then on it follows them. */
function saveProject(database: Database, project: Project): void {
  database.run(
    `insert into project (id, name, goal, workspace, template_id, overrides, status, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set name = excluded.name, goal = excluded.goal, workspace = excluded.workspace, template_id = excluded.template_id,
       overrides = excluded.overrides, status = excluded.status, created_at = excluded.created_at`,
    [project.id, project.name, project.goal, project.workspace, project.templateId, JSON.stringify(project.overrides), project.status, project.createdAt],
  );
  followRuns(database, project.id);
}

function saveProvider(database: Database, { id, kind, role, isEnabled, config }: LLMProvider): void {
  database.run(
    `insert into llm_provider (id, kind, role, is_enabled, config) values (?, ?, ?, ?, ?)
     on conflict (id) do update set kind = excluded.kind, role = excluded.role, is_enabled = excluded.is_enabled, config = excluded.config`,
    [id, kind, role, Number(isEnabled), JSON.stringify(config)],
  );
}

function checkpoint(database: Database, log: Log): void {
  try {
    database.checkpoint();
    failpoint('log-moved');
  } catch (error) {
    log.warn(`The write-ahead log could not be moved into the database; it will be tried again. ${String(error)}`);
  }
}

/** Calls `act` once after each burst of work. Does not keep the process alive. */
function whenIdle(act: () => void): Disposable & { postpone(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    postpone() {
      timer ??= setTimeout(act, idleMs).unref();
      timer.refresh();
    },
    dispose: () => clearTimeout(timer),
  };
}
