import { phaseId, templateId } from '../../model/ids.ts';
import type { WorkflowTemplate } from '../../model/template.ts';

/** A template as the text of its file. */
export function toTemplateText(template: WorkflowTemplate): string {
  return `${JSON.stringify(template, null, 2)}\n`;
}

/**
 * A template that came from elsewhere, as it is taken over: schema files are part of it by now, it does not become the default by itself, and it
 * names no address for its own schema. With another id it says what it was made from.
 */
export function takenOver(template: WorkflowTemplate, { id, name }: { readonly id: string; readonly name: string }): WorkflowTemplate {
  const { $schema: _schema, isDefault: _default, ...rest } = template;
  return { ...rest, id: templateId.parse(id), name, ...(id !== template.id && { clonedFrom: template.id }) };
}

/** The smallest template that runs. */
export function blankTemplate(id: string, name: string): WorkflowTemplate {
  return {
    id: templateId.parse(id), name, version: 1,
    description: 'Say what this workflow is for.',
    phases: [{ id: phaseId.parse('first'), name: 'First', type: 'automated', prompt: 'Goal of this run:\n\n{{input.goal}}\n\nSay what to do, and what the result must hold.', output: 'decision-log' }],
  };
}

/** An id for a copy that nobody has yet: `feature-copy`, `feature-copy-2`. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(id)) return id;
  }
}
