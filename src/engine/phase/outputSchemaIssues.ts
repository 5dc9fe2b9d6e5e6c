import type { ErrorObject } from 'ajv/dist/2020.js';
import { toPointer } from '../base/jsonPointer.ts';
import type { Issue } from '../model/artifact.ts';

/** Longer texts count as not matching, so that a slow pattern has a limit. */
export const longestPatternSubject = 10_000;

const mostIssues = 50;

/** Issues in the words of the built-in schemas: what is missing or too much stands at its own place, not at its parent's. */
export function toIssues(errors: readonly ErrorObject[]): readonly Issue[] {
  const distinct = new Map(errors.map(toIssue).map((issue) => [`${issue.pointer}\n${issue.message}`, issue]));
  const issues = [...distinct.values()];
  const hidden = issues.length - mostIssues;
  return hidden > 0 ? [...issues.slice(0, mostIssues), { pointer: '', message: `has ${hidden} further issues` }] : issues;
}

function toIssue({ instancePath, keyword, params, message = 'is not valid', data }: ErrorObject): Issue {
  const parameter = (name: string): unknown => (Object.hasOwn(params, name) ? params[name] : undefined);
  const child = (name: string): string => `${instancePath}${toPointer([String(parameter(name))])}`;
  switch (keyword) {
    case 'required':
      return { pointer: child('missingProperty'), message: 'is missing' };
    case 'additionalProperties':
      return { pointer: child('additionalProperty'), message: `Unknown key ${JSON.stringify(parameter('additionalProperty'))}` };
    case 'unevaluatedProperties':
      return { pointer: child('unevaluatedProperty'), message: `Unknown key ${JSON.stringify(parameter('unevaluatedProperty'))}` };
    case 'enum':
      return { pointer: instancePath, message: `must be one of ${shown(parameter('allowedValues'))}, not ${shown(data)}` };
    case 'const':
      return { pointer: instancePath, message: `must be ${shown(parameter('allowedValue'))}, not ${shown(data)}` };
    case 'type':
      return { pointer: instancePath, message: `${message}, not ${shown(data)}` };
    case 'pattern':
      return { pointer: instancePath, message: typeof data === 'string' && data.length > longestPatternSubject ? `must have at most ${longestPatternSubject.toLocaleString('en')} characters` : `${message}, not ${shown(data)}` };
    default:
      return { pointer: instancePath, message };
  }
}

function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.map((item) => JSON.stringify(item)).join(', ') : (JSON.stringify(value) ?? String(value));
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
