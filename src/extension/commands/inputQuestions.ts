import { err, ok, type Result } from '../../engine/base/result.ts';
import type { Issue } from '../../engine/model/artifact.ts';
import { json, type Json, type JsonObject } from '../../engine/model/json.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { type InputCheck, isAbout } from '../../engine/phase/templateInputs.ts';
import { fieldOf, isObject, listOf, textOf } from '../../engine/workflow/template/looseTemplate.ts';

/** What a person is asked for before a run can be made: an input that the template needs and that has no default. */
export interface InputQuestion {
  readonly name: string;
  /** The schema's own words. */
  readonly prompt: string;
  /** The only values there are; empty where any may be typed. */
  readonly choices: readonly Json[];
  /** As it is typed. */
  readonly toText: (value: Json) => string;
  /** What was typed, as a value; the error says what to type. Not yet checked against the schema. */
  readonly fromText: (text: string) => Result<Json, string>;
}

/** In the order in which the template declares them. */
export function inputQuestions({ inputs }: WorkflowTemplate): readonly InputQuestion[] {
  const properties = fieldOf(inputs, 'properties');
  const needed = new Set(listOf(fieldOf(inputs, 'required')).filter((name) => typeof name === 'string'));
  const declared = isObject(properties) ? Object.keys(properties) : [];
  const names = [...declared.filter((name) => needed.delete(name)), ...needed];
  return names.filter((name) => name !== 'goal' && fieldOf(fieldOf(properties, name), 'default') === undefined).map((name) => toQuestion(name, fieldOf(properties, name)));
}

function toQuestion(name: string, schema: Json | undefined): InputQuestion {
  const types = typesOf(schema);
  const isText = types.length === 1 && types[0] === 'string';
  const isTextList = types.length === 1 && types[0] === 'array' && fieldOf(fieldOf(schema, 'items'), 'type') === 'string';
  return {
    name,
    prompt: [textOf(fieldOf(schema, 'title')), textOf(fieldOf(schema, 'description'))].filter((part) => part !== undefined).join(': ') || name,
    choices: choicesOf(schema, types),
    toText: (value) => (typeof value === 'string' ? value : isTextList && isPlainList(value) ? value.join(', ') : JSON.stringify(value)),
    fromText(text) {
      if (isText) return ok(text);
      if (isTextList && !text.trimStart().startsWith('[')) return ok(text.split(',').map((part) => part.trim()).filter((part) => part !== ''));
      const value = parse(text);
      if (value !== undefined) return ok(value);
      return types.length === 0 || types.includes('string') ? ok(text) : err(wanted(types));
    },
  };
}

function typesOf(schema: Json | undefined): readonly Json[] {
  const type = fieldOf(schema, 'type');
  return type === undefined ? [] : Array.isArray(type) ? type : [type];
}

function choicesOf(schema: Json | undefined, types: readonly Json[]): readonly Json[] {
  const only = fieldOf(schema, 'const');
  if (only !== undefined) return [only];
  const listed = listOf(fieldOf(schema, 'enum'));
  return listed.length === 0 && types.length === 1 && types[0] === 'boolean' ? [true, false] : listed;
}

/** A list whose texts can be told apart when commas stand between them. */
function isPlainList(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string' && part !== '' && !part.includes(',') && part.trim() === part && !part.startsWith('['));
}

function parse(text: string): Json | undefined {
  try {
    return json.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const wants: ReadonlyMap<Json | undefined, string> = new Map<Json | undefined, string>([
  ['integer', 'Write a whole number.'],
  ['number', 'Write a number.'],
  ['array', 'Write a JSON list, such as ["one", "two"].'],
  ['object', 'Write a JSON object, such as {"name": "value"}.'],
  ['null', 'Write null.'],
]);

function wanted(types: readonly Json[]): string {
  return wants.get(types[0]) ?? 'Write a JSON value.';
}

/** What is wrong with what was typed, in one line; `undefined` where nothing is. */
export function problemOf(question: InputQuestion, { text, others, check }: { readonly text: string; readonly others: JsonObject; readonly check: InputCheck }): string | undefined {
  const value = question.fromText(text);
  if (!value.ok) return value.error;
  const issues = check({ ...others, [question.name]: value.value }).filter((issue) => isAbout(issue, question.name));
  return issues.length === 0 ? undefined : `${issues.map((issue) => told(issue, question.name)).join('; ')}${question.prompt === question.name ? '' : ` (${question.prompt})`}`;
}

/** The validator says what a value must be; what is wrong within it is named. */
function told({ pointer, message }: Issue, name: string): string {
  const within = pointer.slice(name.length + 2);
  return `${within === '' ? name : within} ${message}`;
}
