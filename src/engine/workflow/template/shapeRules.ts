import type * as z from 'zod';
import { flatten, type PathIssue } from '../../model/artifacts/zodIssues.ts';
import type { Json } from '../../model/json.ts';
import { phaseDefinition, templateDefaults, workflowTemplate } from '../../model/template.ts';
import { suggestion } from './nearestName.ts';
import type { Finding } from './problem.ts';

const knownKeys = [...new Set([workflowTemplate, phaseDefinition, templateDefaults].flatMap((object) => Object.keys(object.shape))), 'over', 'until', 'max'];

/** What the zod model of a template says about its shape. */
export function shapeFindings(value: Json): readonly Finding[] {
  return findingsOf(value, { schema: workflowTemplate, noun: 'template', knownKeys });
}

export interface FileShape {
  readonly schema: z.ZodType;
  /** What the file as a whole is called. */
  readonly noun: string;
  /** For suggestions. */
  readonly knownKeys: readonly string[];
}

/** What a zod model says about the shape of a file, every issue at its place. */
export function findingsOf(value: Json, shape: FileShape): readonly Finding[] {
  const parsed = shape.schema.safeParse(value, { reportInput: true });
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => flatten(issue, issue.path)).map((issue) => toFinding(issue, shape));
}

function toFinding({ path, message, code }: PathIssue, { noun, knownKeys: known }: FileShape): Finding {
  const place = path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment));
  const name = place.at(-1);
  if (code !== 'unrecognized_keys') return { path: place, code: 'shape', message: place.length === 0 ? `The ${noun} ${message}.` : `${JSON.stringify(String(name))} ${message}.` };
  return { path: place, isAboutKey: true, code: 'unknown-key', message: `${message}.${suggestion(String(name), known)}` };
}
