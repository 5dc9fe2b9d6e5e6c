import type { Database } from '../database.ts';

/** A project is what its runs are: running or paused when any of them is, otherwise what became of the newest. */
export function followRuns(database: Database, project: string): void {
  database.run(
    `update project set status = case
       when exists (select 1 from pipeline_run where project_id = project.id and status = 'running') then 'running'
       when exists (select 1 from pipeline_run where project_id = project.id and status = 'paused') then 'paused'
       else (select iif(status in ('completed', 'failed'), status, 'idle') from pipeline_run where project_id = project.id order by ordinal desc limit 1)
     end
     where id = ? and exists (select 1 from pipeline_run where project_id = project.id)`,
    [project],
  );
}
