import type { WorkflowTemplate } from '../../model/template.ts';
import type { Place } from './projection.ts';

/** The row of the frozen copy; runs of the same template share one. */
export function templateRow({ database, contents }: Place, template: WorkflowTemplate): number {
  const body = JSON.stringify(template);
  const hash = contents.hash(body);
  const known = database.number('select id from workflow_template where hash = ?', [hash]);
  if (known > 0) return known;
  const id = database.number(
    'insert into workflow_template (hash, template_id, version, name, body) values (?, ?, ?, ?, ?) returning id',
    [hash, template.id, template.version, template.name, body],
  );
  for (const [ordinal, phase] of template.phases.entries()) {
    database.run('insert into phase_definition (template, ordinal, phase_id, name, type) values (?, ?, ?, ?, ?)', [id, ordinal, phase.id, phase.name, phase.type]);
  }
  return id;
}
