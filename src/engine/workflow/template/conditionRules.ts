import { patternProblem } from '../../base/riskyPattern.ts';
import type { Json } from '../../model/json.ts';
import { splitPath } from '../paths.ts';
import { fieldOf, listOf, textOf, type LoosePhase } from './looseTemplate.ts';
import type { Path } from './problem.ts';
import { nameOf, standing, unknownPhase, type RuleContext } from './ruleContext.ts';

/** `when`, `loop.until`, `loop.over`: whose artifact they ask about, and whether the question makes sense. */
export function checkConditions(context: RuleContext): void {
  for (const phase of context.template.phases) {
    checkLoop(context, phase);
    for (const leaf of leavesOf(phase.when, [...phase.path, 'when'])) {
      checkUpstreamPath(context, phase, { value: leaf.asked, path: [...leaf.path, 'path'] });
      checkComparison(context, leaf);
    }
  }
}

function checkLoop(context: RuleContext, phase: LoosePhase): void {
  const path = [...phase.path, 'loop'];
  if (phase.type === 'loop' && phase.loop === undefined) context.report({ path, code: 'loop-missing', message: `Phase ${nameOf(phase)} has the type "loop" and needs a "loop": { "over": "plan.items", "max": 20 } or { "until": …, "max": 5 }.` });
  if (typeof phase.type === 'string' && phase.type !== 'loop' && phase.loop !== undefined) context.report({ path, isAboutKey: true, code: 'loop-unexpected', message: `Only phases of the type "loop" have a "loop"; this one has the type "${phase.type}".` });

  const over = textOf(fieldOf(phase.loop, 'over'));
  if (over !== undefined) checkUpstreamPath(context, phase, { value: over, path: [...path, 'over'] });
  for (const leaf of leavesOf(fieldOf(phase.loop, 'until'), [...path, 'until'])) {
    if (splitPath(leaf.asked).phase !== phase.id) context.report({ path: [...leaf.path, 'path'], code: 'bad-path', message: `"until" asks about the phase's own artifact: the path must start with ${nameOf(phase)}, not with "${splitPath(leaf.asked).phase}".` });
    checkForm(context, { value: leaf.asked, path: [...leaf.path, 'path'] });
    checkComparison(context, leaf);
  }
}

interface Asked {
  readonly value: string;
  readonly path: Path;
}

function checkUpstreamPath(context: RuleContext, phase: LoosePhase, asked: Asked): void {
  if (!checkForm(context, asked)) return;
  const name = splitPath(asked.value).phase;
  const kind = standing(context, phase, name);
  if (kind === 'unknown') context.report({ path: asked.path, code: 'bad-path', message: `${unknownPhase(context, name)} A path starts with a phase id, then fields of its artifact.` });
  if (kind === 'self' || kind === 'elsewhere') context.report({ path: asked.path, code: 'bad-path', message: `"${asked.value}": "${name}" is not upstream of phase ${nameOf(phase)}, so its artifact may not exist yet. Add it to dependsOn.` });
}

function checkForm({ report }: RuleContext, { value, path }: Asked): boolean {
  const isPath = value.split('.').every((part) => /^[\w$-]+$/.test(part));
  if (!isPath) report({ path, code: 'bad-path', message: `"${value}" is not a path such as plan.risk: names joined by dots.` });
  return isPath;
}

interface Leaf {
  readonly path: Path;
  readonly asked: string;
  readonly operator: string | undefined;
  readonly value: Json | undefined;
}

function leavesOf(predicate: Json | undefined, path: Path): readonly Leaf[] {
  const asked = textOf(fieldOf(predicate, 'path'));
  const leaf = asked === undefined ? [] : [{ path, asked, operator: textOf(fieldOf(predicate, 'op')), value: fieldOf(predicate, 'value') }];
  const parts = ['all', 'any'].flatMap((key) => listOf(fieldOf(predicate, key)).flatMap((part, index) => leavesOf(part, [...path, key, index])));
  const negated = fieldOf(predicate, 'not');
  return [...leaf, ...parts, ...(negated === undefined ? [] : leavesOf(negated, [...path, 'not']))];
}

function checkComparison({ report }: RuleContext, { path, operator, value }: Leaf): void {
  const complaint = operator === undefined ? undefined : complaintAbout(operator, value);
  if (complaint !== undefined) report({ path: [...path, 'value'], code: 'bad-predicate', message: complaint });
}

function complaintAbout(operator: string, value: Json | undefined): string | undefined {
  switch (operator) {
    case 'eq':
    case 'ne':
      return value === undefined ? `"${operator}" needs a value to compare with.` : undefined;
    case 'gt':
    case 'lt':
    case 'ge':
    case 'le':
      return typeof value === 'number' || typeof value === 'string' ? undefined : `"${operator}" needs a number or a text to compare with.`;
    case 'in':
      return Array.isArray(value) ? undefined : '"in" needs a list of values.';
    case 'exists':
      return value === undefined || typeof value === 'boolean' ? undefined : '"exists" takes true, false or no value.';
    case 'matches':
      return matchComplaint(value);
    default:
      return undefined;
  }
}

function matchComplaint(value: Json | undefined): string | undefined {
  if (typeof value !== 'string') return '"matches" needs a regular expression, as a text.';
  const problem = patternProblem(value);
  return problem && `The pattern ${problem}.`;
}
