import { err, ok, type Result } from '../../base/result.ts';
import type { Json } from '../../model/json.ts';
import { workflowTemplate, type WorkflowTemplate } from '../../model/template.ts';
import { checkConditions } from './conditionRules.ts';
import { dependencyGraphOf } from './dependencyGraph.ts';
import { checkDependencies } from './dependencyRules.ts';
import { defaultSourceLimits, readJsonSource, type SourceLimits } from './jsonSource.ts';
import { fieldOf, isObject, listOf, toLooseTemplate } from './looseTemplate.ts';
import { checkOutputs, type FrozenOutput } from './outputRules.ts';
import type { Finding, Path, TemplateProblem } from './problem.ts';
import { checkPrompts } from './promptRules.ts';
import type { RuleContext } from './ruleContext.ts';
import { shapeFindings } from './shapeRules.ts';
import { checkReviews } from './reviewRules.ts';
import { checkTools, type KnownTools } from './toolRules.ts';

export interface ParseOptions extends KnownTools {
  /** The text of a schema file that an output names, by its path beside the template; `undefined` when there is none. */
  readonly resolveFile?: (path: string) => string | undefined;
  readonly limits?: SourceLimits;
}

export interface CheckedTemplate {
  /** Present exactly when no problem is an error. */
  readonly template: WorkflowTemplate | undefined;
  /** Errors and warnings, in the order of the text. */
  readonly problems: readonly TemplateProblem[];
}

/** Reads a template file. Either a template that is safe to run, or every problem at once. Never throws. */
export function parseTemplate(text: string, options: ParseOptions = {}): Result<WorkflowTemplate, readonly TemplateProblem[]> {
  const { template, problems } = checkTemplate(text, options);
  return template ? ok(template) : err(problems);
}

/** Like `parseTemplate`, and tells the warnings of a good template too. */
export function checkTemplate(text: string, options: ParseOptions = {}): CheckedTemplate {
  const source = readJsonSource(text, options.limits);
  if (source.value === undefined) return { template: undefined, problems: source.problems };
  const { findings, frozen } = inspect(source.value, options);
  const problems = inOrder([...source.problems, ...findings.map((finding) => source.locate(finding))]);
  if (problems.some(({ severity }) => severity === 'error')) return { template: undefined, problems };
  return { template: workflowTemplate.parse(freezeOutputs(source.value, frozen)), problems };
}

/** More phases than a template may have are not looked at one by one. */
const maxPhases = 2_000;

function inspect(value: Json, options: ParseOptions): { readonly findings: readonly Finding[]; readonly frozen: ReadonlyMap<Path, FrozenOutput> } {
  const shape = shapeFindings(value);
  if (listOf(fieldOf(value, 'phases')).length > maxPhases) return { findings: shape.filter(({ path }) => path.length <= 1), frozen: new Map() };
  const template = toLooseTemplate(value);
  const findings: Finding[] = [...shape];
  const ids = template.phases.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const context: RuleContext = { template, graph: dependencyGraphOf(template.phases), ids, report: (finding) => findings.push(finding) };
  checkDependencies(context);
  checkPrompts(context);
  checkConditions(context);
  checkTools(context, options);
  checkReviews(context);
  const frozen = checkOutputs(context, { resolveFile: options.resolveFile, limits: options.limits ?? defaultSourceLimits });
  return { findings, frozen };
}

/** Outputs that name a file are replaced by what the file says, so that a run never sees a later edit. */
function freezeOutputs(value: Json, frozen: ReadonlyMap<Path, FrozenOutput>): Json {
  if (frozen.size === 0 || !isObject(value)) return value;
  const byIndex = new Map([...frozen].map(([path, output]) => [path[1], output]));
  const phases = listOf(value['phases']).map((phase, index) => {
    const output = byIndex.get(index);
    return output && isObject(phase) ? { ...phase, output: { type: output.type, schema: output.schema } } : phase;
  });
  return { ...value, phases };
}

function inOrder(problems: readonly TemplateProblem[]): readonly TemplateProblem[] {
  const distinct = new Map(problems.map((problem) => [`${problem.pointer}\n${problem.code}\n${problem.message}`, problem]));
  return [...distinct.values()].toSorted((left, right) => left.line - right.line || left.column - right.column);
}
