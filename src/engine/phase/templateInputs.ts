import { fromPointer } from '../base/jsonPointer.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Issue } from '../model/artifact.ts';
import type { JsonObject } from '../model/json.ts';
import type { WorkflowTemplate } from '../model/template.ts';
import type { OutputSchemas } from '../ports/outputSchemas.ts';

/** What is wrong with the inputs of a run; a template that declares none takes any. */
export type InputCheck = (inputs: JsonObject) => readonly Issue[];

/** The check of a template's input schema. The goal, which is always an input, is only checked where the schema speaks of it. */
export async function inputCheck({ inputs: schema }: WorkflowTemplate, schemas: OutputSchemas): Promise<Result<InputCheck, string>> {
  if (!schema) return ok(() => []);
  const contract = await schemas.compile({ type: 'inputs', schema });
  if (!contract.ok) return err(contract.error);
  const declared = schema['properties'];
  const hasGoal = typeof declared === 'object' && declared !== null && 'goal' in declared;
  return ok(({ goal, ...others }) => contract.value.check(hasGoal ? { ...others, goal: goal ?? '' } : others, {}));
}

/** Whether an issue is about this input or something within it. */
export function isAbout({ pointer }: Issue, input: string): boolean {
  return fromPointer(pointer)[0] === input;
}
