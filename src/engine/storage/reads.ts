import type { Artifact } from '../model/artifact.ts';
import type { ContentRef } from '../model/content.ts';
import { type ArtifactId, contentHash, type ExecutionId, type ProjectId, type RunId, type Timestamp } from '../model/ids.ts';
import type { PipelineRun } from '../model/run.ts';
import type { WorkflowTemplate } from '../model/template.ts';
import { noSpending } from '../model/usage.ts';
import { StoreError, type Store } from '../ports/store.ts';
import type { Contents } from './contents/contents.ts';
import type { Database, Row, SqlValue } from './database.ts';
import { toArtifact, toCheckpoint, toExecution, toProject, toProvider, toRun, toSpending, toTemplate, toToolCall } from './rows.ts';
import { sealedFacts } from './seal.ts';

export type ReadMethods = Omit<Store, 'append' | 'saveProject' | 'saveProvider' | 'close' | 'isReadOnly'>;

export interface Tables {
  readonly database: Database;
  readonly contents: Contents;
}

/**
 * The questions a store answers. Each reads what was committed, and rejects with `StoreError` where that is damaged.
 * `tables` is asked at every read, so that a view may exchange them for newer ones.
 */
export function readsOf(tables: () => Tables): ReadMethods {
  const templateOf = rememberedTemplates(tables);
  const run = (row: Row): PipelineRun => toRun(row, templateOf(Number(row['template'])));
  const artifactOf = async (row: Row): Promise<Artifact> => toArtifact(row, await tables().contents.readFrom(contentHash.parse(row['hash']), row));
  const all = <T>(sql: string, values: readonly SqlValue[], convert: (row: Row) => T): readonly T[] => reading(() => tables().database.all(sql, values).map(convert));
  const first = <T>(sql: string, values: readonly SqlValue[], convert: (row: Row) => T): T | undefined => all(sql, values, convert)[0];

  return {
    facts: async (id: RunId, afterSeq = 0) => reading(() => sealedFacts((text) => tables().contents.hash(text), tables().database.all(factsSql, [afterSeq, id]), afterSeq)),
    runs: async (id?: ProjectId) =>
      id === undefined
        ? all('select * from pipeline_run order by ordinal desc', [], run)
        : all('select * from pipeline_run where project_id = ? order by ordinal desc', [id], run),
    run: async (id: RunId) => first('select * from pipeline_run where id = ?', [id], run),
    executions: async (id: RunId) => all('select * from phase_execution where run_id = ? order by seq', [id], toExecution),
    toolCalls: async (id: ExecutionId) => all('select * from tool_call where execution_id = ? order by ordinal', [id], toToolCall),
    artifacts: async (id: RunId) => await Promise.all(all('select artifact.*, bytes, body from artifact join content using (hash) where run_id = ? order by seq', [id], artifactOf)),
    artifact: async (id: ArtifactId) => await first('select artifact.*, bytes, body from artifact join content using (hash) where artifact.id = ?', [id], artifactOf),
    checkpoints: async (id: RunId) => all('select * from checkpoint where run_id = ? order by seq', [id], toCheckpoint),
    snapshots: async () => all(snapshotsSql, [], ({ snapshot }) => String(snapshot)),
    spendingSince: async (at: Timestamp) => first(spendingSql, [at], toSpending) ?? noSpending,
    text: async (ref: ContentRef) => ('text' in ref ? ref.text : await tables().contents.read(ref.hash)),
    projects: async () => all('select * from project order by ordinal', [], toProject),
    project: async (id: ProjectId) => first('select * from project where id = ?', [id], toProject),
    providers: async () => all('select * from llm_provider order by ordinal', [], toProvider),
  };
}

/** A baseline is needed until the execution that began with it has ended. */
const snapshotsSql = `
  select snapshot from checkpoint where snapshot is not null
  union
  select body ->> '$.snapshot' from phase_execution join pipeline_run on pipeline_run.id = phase_execution.run_id
  join run_event on run_event.id > (ordinal << 32) + phase_execution.seq and run_event.id < (ordinal + 1) << 32
  where phase_execution.status = 'running' and run_event.type = 'baseline-taken' and body ->> '$.execution' = phase_execution.id`;

/** As `spendingOf` of each turn: what is unknown counts as charged, else as nothing. */
const spendingSql = `
  select coalesce(sum(coalesce(body ->> '$.charged.tokens', coalesce(body ->> '$.usage.inputTokens', 0) + coalesce(body ->> '$.usage.outputTokens', 0))), 0) as tokens,
         coalesce(sum(coalesce(body ->> '$.charged.usd', body ->> '$.usage.costUsd', 0)), 0) as usd
  from run_event where type = 'turn-ended' and at >= ?`;

/** With the one before them, for its seal. */
const factsSql = `
  select run_event.run_id, run_event.seq, at, type, body, seal from pipeline_run
  join run_event on run_event.id >= (ordinal << 32) + ? and run_event.id < (ordinal + 1) << 32
  where pipeline_run.id = ? order by run_event.id`;

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(`The database cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Frozen copies never change, and parsing a large one costs more than the rest of a list. */
function rememberedTemplates(tables: () => Tables): (id: number) => WorkflowTemplate {
  const known = new Map<number, WorkflowTemplate>();
  return (id) => {
    const template = known.get(id) ?? toTemplate(tables().database.first('select id, body from workflow_template where id = ?', [id]) ?? {});
    known.set(id, template);
    return template;
  };
}
