/** One step of the schema. */
export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly up: string;
}

/** `PGAT`: marks a file as ours in SQLite's header. */
export const applicationId = 0x50474154;

/** Append only. A shipped entry is never edited; a mistake is corrected by the next id. */
export const migrations: readonly Migration[] = [
  {
    id: 1,
    name: 'entities, facts and contents',
    up: `
      create table content (
        id integer primary key,
        hash text not null unique,
        bytes integer not null,
        body text
      ) strict;

      create table project (
        ordinal integer primary key,
        id text not null unique,
        name text not null,
        goal text not null,
        workspace text not null,
        template_id text not null,
        overrides text not null check (json_valid(overrides)),
        status text not null,
        created_at integer not null
      ) strict;

      create table workflow_template (
        id integer primary key,
        hash text not null unique,
        template_id text not null,
        version integer not null,
        name text not null,
        body text not null check (json_valid(body))
      ) strict;

      create table phase_definition (
        template integer not null references workflow_template (id),
        ordinal integer not null,
        phase_id text not null,
        name text not null,
        type text not null,
        primary key (template, ordinal)
      ) strict;

      create table pipeline_run (
        ordinal integer primary key,
        id text not null unique,
        project_id text not null references project (id),
        template integer not null references workflow_template (id),
        inputs text not null check (json_valid(inputs)),
        status text not null,
        reason text,
        is_auto integer not null,
        seq integer not null,
        created_at integer not null,
        ended_at integer
      ) strict;
      create index pipeline_run_by_project on pipeline_run (project_id, status);

      create table run_event (
        id integer primary key,
        run_id text not null references pipeline_run (id),
        seq integer not null,
        at integer not null,
        type text not null,
        body text not null check (json_valid(body)),
        unique (run_id, seq)
      ) strict;

      create table phase_execution (
        ordinal integer primary key,
        id text not null unique,
        run_id text not null references pipeline_run (id),
        phase_id text not null,
        attempt integer not null,
        iteration integer,
        status text not null,
        wait text,
        model_used text,
        input_tokens integer,
        output_tokens integer,
        cached_tokens integer,
        cost_usd real,
        turns integer not null,
        rejections integer not null,
        failure text check (failure is null or json_valid(failure)),
        started_at integer not null,
        ended_at integer
      ) strict;
      create index phase_execution_by_run on phase_execution (run_id, phase_id);

      create table artifact (
        ordinal integer primary key,
        id text not null unique,
        run_id text not null references pipeline_run (id),
        phase_id text not null,
        execution_id text references phase_execution (id),
        iteration integer,
        type text not null,
        schema_version integer not null,
        is_forced integer not null,
        hash text not null references content (hash),
        created_at integer not null
      ) strict;
      create index artifact_by_run on artifact (run_id, phase_id);

      create table tool_call (
        ordinal integer primary key,
        id text not null,
        run_id text not null references pipeline_run (id),
        phase_id text not null,
        execution_id text not null references phase_execution (id),
        turn integer not null,
        name text not null,
        input text not null check (json_valid(input)),
        output text check (output is null or json_valid(output)),
        outcome text,
        started_at integer not null,
        duration_ms real,
        unique (run_id, id)
      ) strict;
      create index tool_call_by_execution on tool_call (execution_id);

      create table checkpoint (
        ordinal integer primary key,
        id text not null unique,
        run_id text not null references pipeline_run (id),
        phase_id text,
        seq integer not null,
        snapshot text,
        created_at integer not null
      ) strict;
      create index checkpoint_by_run on checkpoint (run_id);
      create index checkpoint_by_snapshot on checkpoint (snapshot) where snapshot is not null;

      create table llm_provider (
        ordinal integer primary key,
        id text not null unique,
        kind text not null,
        role text not null,
        is_enabled integer not null,
        config text not null check (json_valid(config))
      ) strict;`,
  },
  {
    id: 2,
    name: 'when paused runs resume, and what was spent on a day',
    up: `
      alter table pipeline_run add column resume_at integer;
      create index run_event_spending on run_event (at) where type = 'turn-ended';`,
  },
  {
    id: 3,
    /** A fact's id is its run's ordinal, shifted left by 32 bits, plus its number: the facts of a run lie side by side, and need no index. */
    name: 'fewer pages to write per commit',
    up: `
      create table fact_in_order (
        id integer primary key,
        run_id text not null,
        seq integer generated always as (id & 4294967295) virtual,
        at integer not null,
        type text not null,
        body text not null check (json_valid(body))
      ) strict;
      insert into fact_in_order (id, run_id, at, type, body)
        select (ordinal << 32) + run_event.seq, run_id, at, type, body from run_event join pipeline_run on pipeline_run.id = run_id order by 1;
      drop table run_event;
      alter table fact_in_order rename to run_event;
      create index run_event_spending on run_event (at) where type = 'turn-ended';

      create table execution_by_id (
        id text primary key,
        run_id text not null references pipeline_run (id),
        seq integer not null,
        phase_id text not null,
        attempt integer not null,
        iteration integer,
        status text not null,
        wait text,
        model_used text,
        input_tokens integer,
        output_tokens integer,
        cached_tokens integer,
        cost_usd real,
        turns integer not null,
        rejections integer not null,
        failure text check (failure is null or json_valid(failure)),
        started_at integer not null,
        ended_at integer
      ) strict, without rowid;
      insert into execution_by_id
        select id, run_id, ordinal, phase_id, attempt, iteration, status, wait, model_used, input_tokens, output_tokens, cached_tokens, cost_usd, turns, rejections, failure, started_at, ended_at
        from phase_execution order by id;

      create table artifact_by_id (
        id text primary key,
        run_id text not null references pipeline_run (id),
        seq integer not null,
        phase_id text not null,
        execution_id text references execution_by_id (id),
        iteration integer,
        type text not null,
        schema_version integer not null,
        is_forced integer not null,
        hash text not null references content (hash),
        created_at integer not null
      ) strict, without rowid;
      insert into artifact_by_id
        select id, run_id, ordinal, phase_id, execution_id, iteration, type, schema_version, is_forced, hash, created_at from artifact order by id;

      create table call_in_order (
        ordinal integer primary key,
        id text not null,
        run_id text not null references pipeline_run (id),
        phase_id text not null,
        execution_id text not null references execution_by_id (id),
        turn integer not null,
        name text not null,
        input text not null check (json_valid(input)),
        output text check (output is null or json_valid(output)),
        outcome text,
        started_at integer not null,
        duration_ms real,
        unique (execution_id, id)
      ) strict;
      insert into call_in_order
        select ordinal, id, run_id, phase_id, execution_id, turn, name, input, output, outcome, started_at, duration_ms from tool_call order by ordinal;

      drop table tool_call;
      drop table artifact;
      drop table phase_execution;
      alter table call_in_order rename to tool_call;
      alter table artifact_by_id rename to artifact;
      alter table execution_by_id rename to phase_execution;
      create index artifact_by_run on artifact (run_id, phase_id);
      create index phase_execution_by_run on phase_execution (run_id, phase_id);

      create table checkpoint_by_seq (
        run_id text not null references pipeline_run (id),
        seq integer not null,
        id text not null,
        phase_id text,
        snapshot text,
        created_at integer not null,
        primary key (run_id, seq)
      ) strict, without rowid;
      insert into checkpoint_by_seq select run_id, seq, id, phase_id, snapshot, created_at from checkpoint order by run_id, seq;
      drop table checkpoint;
      alter table checkpoint_by_seq rename to checkpoint;
      create index checkpoint_by_snapshot on checkpoint (snapshot) where snapshot is not null;`,
  },
  {
    id: 4,
    name: 'facts are sealed',
    up: 'alter table run_event add column seal text;',
  },
];
