import { flatten, type PathIssue } from '../../model/artifacts/zodIssues.ts';
import type { Json } from '../../model/json.ts';
import { phaseDefinition, templateDefaults, workflowTemplate } from '../../model/template.ts';
import { suggestion } from './nearestName.ts';
import type { Finding } from './problem.ts';

const knownKeys = [...new Set([workflowTemplate, phaseDefinition, templateDefaults].flatMap((object) => Object.keys(object.shape))), 'over', 'until', 'max'];

/** What the zod model of a template says about its shape. */
export function shapeFindings(value: Json): readonly Finding[] {
  const parsed = workflowTemplate.safeParse(value, { reportInput: true });
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => flatten(issue, issue.path)).map(toFinding);
}

function toFinding({ path, message, code }: PathIssue): Finding {
  const place = path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment));
  const name = place.at(-1);
  if (code !== 'unrecognized_keys') return { path: place, code: 'shape', message: place.length === 0 ? `The template ${message}.` : `${JSON.stringify(String(name))} ${message}.` };
  return { path: place, isAboutKey: true, code: 'unknown-key', message: `${message}.${suggestion(String(name), knownKeys)}` };
}
