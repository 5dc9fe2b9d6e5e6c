import { fieldOf, isObject, type LoosePhase } from './looseTemplate.ts';
import { suggestion } from './nearestName.ts';
import { placeholdersOf, type Placeholder } from './placeholders.ts';
import type { ProblemCode } from './problem.ts';
import { nameOf, standing, unknownPhase, type RuleContext } from './ruleContext.ts';

type Complaint = { readonly code: ProblemCode; readonly message: string } | undefined;

/** Every placeholder of every prompt must have a value when the phase runs. */
export function checkPrompts(context: RuleContext): void {
  for (const phase of context.template.phases) {
    const seen = new Set<string>();
    for (const placeholder of placeholdersOf(phase.prompt ?? '')) {
      const complaint = seen.has(placeholder.expression) ? undefined : complaintAbout(context, phase, placeholder);
      seen.add(placeholder.expression);
      if (complaint) context.report({ path: [...phase.path, 'prompt'], ...complaint });
    }
  }
}

function complaintAbout(context: RuleContext, phase: LoosePhase, { path, expression }: Placeholder): Complaint {
  const [root, name] = path;
  if (root === undefined) return { code: 'bad-placeholder', message: `"{{${expression}" is not a placeholder such as {{input.goal}} or {{artifacts.plan.summary}}.` };
  const shown = `{{${path.join('.')}}}`;
  if (root === 'input') return name === undefined ? incomplete(shown, 'an input, for example {{input.goal}}') : inputComplaint(context, name, shown);
  if (root === 'artifacts') return name === undefined ? incomplete(shown, 'a phase, for example {{artifacts.plan}}') : artifactComplaint(context, { phase, name, shown });
  if (root === 'command') return path.length === 2 ? undefined : incomplete(shown, 'a command, for example {{command.review}}');
  if (root === 'loop') return loopComplaint(phase, name, shown);
  return { code: 'unknown-placeholder', message: `${shown} starts with "${root}"; placeholders start with input, artifacts, loop or command.${suggestion(root, ['input', 'artifacts', 'loop', 'command'])}` };
}

function incomplete(shown: string, missing: string): Complaint {
  return { code: 'bad-placeholder', message: `${shown} must name ${missing}.` };
}

function inputComplaint({ template }: RuleContext, name: string, shown: string): Complaint {
  const properties = fieldOf(template.inputs, 'properties');
  const declared = ['goal', ...(isObject(properties) ? Object.keys(properties) : [])];
  if (declared.includes(name)) return undefined;
  return { code: 'undeclared-input', message: `${shown}: the template declares no input "${name}". Declare it under inputs.properties.${suggestion(name, declared)}` };
}

function artifactComplaint(context: RuleContext, { phase, name, shown }: { readonly phase: LoosePhase; readonly name: string; readonly shown: string }): Complaint {
  if (phase.inputs.some(({ value }) => value === name)) return undefined;
  if (standing(context, phase, name) === 'unknown') return { code: 'artifact-not-input', message: `${shown}: ${unknownPhase(context, name)}` };
  return { code: 'artifact-not-input', message: `${shown}: phase ${nameOf(phase)} does not see the artifact of "${name}". Add it to ${phase.hasInputs ? 'inputs' : 'dependsOn or inputs'}.` };
}

function loopComplaint(phase: LoosePhase, name: string | undefined, shown: string): Complaint {
  if (phase.type !== 'loop') return { code: 'unknown-placeholder', message: `${shown} has a value in loop phases only.` };
  if (name === 'index') return undefined;
  if (name !== 'item') return { code: 'unknown-placeholder', message: `${shown}: a loop has {{loop.item}} and {{loop.index}} only.` };
  return fieldOf(phase.loop, 'over') === undefined && fieldOf(phase.loop, 'until') !== undefined
    ? { code: 'unknown-placeholder', message: `${shown}: a loop with "until" has no items; {{loop.index}} counts its iterations.` }
    : undefined;
}
