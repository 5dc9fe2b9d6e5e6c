import { artifactTypeOf, dependenciesOf, modelOf, type PhaseDefinition, toolsOf, type WorkflowTemplate } from '../../engine/model/template.ts';
import type { JsonObject } from '../../engine/model/json.ts';
import { fieldOf, isObject } from '../../engine/workflow/template/looseTemplate.ts';
import type { TemplatePower } from '../../engine/workflow/template/powers.ts';

/** A template for a person to read: what it is for, what it takes, its phases, and what it asks for. */
export function templateLines(template: WorkflowTemplate, powers: readonly TemplatePower[]): readonly string[] {
  const { id, name, version, description, phases } = template;
  return [
    `${name} (${id}, version ${version})`,
    ...(description === undefined ? [] : [description]),
    '',
    'Inputs',
    ...inputLines(template),
    '',
    'Phases',
    ...phases.flatMap((phase) => phaseLines(template, phase)),
    '',
    powers.length === 0 ? 'It only looks at the workspace.' : 'It',
    ...powers.map((power) => `  ${power.text} (${power.phases.join(', ')})`),
  ];
}

function inputLines({ inputs }: WorkflowTemplate): readonly string[] {
  const properties = objectAt(inputs, 'properties');
  const names = ['goal', ...Object.keys(properties).filter((name) => name !== 'goal')];
  return names.map((name) => {
    const { description, default: fallback } = objectAt(properties, name);
    const note = fallback === undefined ? '' : `; ${JSON.stringify(fallback)} unless given`;
    return `  ${name.padEnd(14)} ${typeof description === 'string' ? description : 'What the run is for'}${note}`;
  });
}

function phaseLines(template: WorkflowTemplate, phase: PhaseDefinition): readonly string[] {
  const { id, type, description, parallelizable, when, loop } = phase;
  const notes = [
    ...(type === 'automated' ? [] : [type]),
    ...(parallelizable === true ? ['beside others'] : []),
    ...(when === undefined ? [] : ['only under a condition']),
    ...(loop === undefined ? [] : ['over' in loop ? `over ${loop.over}, at most ${loop.max}` : `until a condition holds, at most ${loop.max} times`]),
  ];
  const after = dependenciesOf(phase);
  return [
    `  ${id.padEnd(14)} → ${artifactTypeOf(phase.output)}${after.length === 0 ? '' : `, after ${after.join(', ')}`}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`,
    ...(description === undefined ? [] : [`      ${description}`]),
    `      ${modelOf(template, phase)}: ${toolsOf(phase).join(', ')}`,
  ];
}

function objectAt(value: JsonObject | undefined, key: string): JsonObject {
  const part = fieldOf(value, key);
  return isObject(part) ? part : {};
}
