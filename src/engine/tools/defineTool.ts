import * as z from 'zod';
import { toPointer } from '../base/jsonPointer.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Issue } from '../model/artifact.ts';
import { jsonSchema } from '../model/json.ts';
import { toolEffects, type ToolName } from '../model/toolName.ts';
import type { PermissionSubject, PreparedCall, PrepareProblem, Tool, ToolResult } from '../ports/tool.ts';

export interface ToolDefinition<Input> {
  readonly name: ToolName;
  readonly description: string;
  readonly input: z.ZodType<Input>;
  /** Resolves an input that fits the schema; the error is a refusal that says what to do. */
  readonly prepare: (input: Input) => Promise<Result<PreparedCall, string>>;
}

export function defineTool<Input>({ name, description, input, prepare }: ToolDefinition<Input>): Tool {
  return {
    name,
    description,
    inputSchema: toInputSchema(input),
    effect: toolEffects[name],
    async prepare(value) {
      const parsed = input.safeParse(value);
      if (!parsed.success) return err({ type: 'bad-input', issues: parsed.error.issues.map(toIssue) });
      const prepared = await prepare(parsed.data);
      return prepared.ok ? prepared : err<PrepareProblem>({ type: 'refused', message: prepared.error });
    },
  };
}

/** A call that only looks: permission allows it unless its subject says more, so its title says enough. */
export function reading(title: string, run: PreparedCall['run'], subject?: PermissionSubject): Result<PreparedCall, string> {
  return ok({ intent: { title, detail: title, ...(subject && { subject }) }, run });
}

export function failedCall(output: string): ToolResult {
  return { outcome: 'error', output };
}

/** Runs what touches the disk. Its errors (`ENOSPC`, a file too large, …) are results that a model can act on. */
export async function attempt(action: () => Promise<ToolResult>): Promise<ToolResult> {
  try {
    return await action();
  } catch (error) {
    return failedCall(error instanceof Error ? error.message : String(error));
  }
}

function toInputSchema(input: z.ZodType): Tool['inputSchema'] {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input' });
  return jsonSchema.parse(schema);
}

function toIssue({ path, message }: z.core.$ZodIssue): Issue {
  return { pointer: toPointer(path), message };
}
