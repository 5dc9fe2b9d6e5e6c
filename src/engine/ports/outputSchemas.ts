import type { Result } from '../base/result.ts';
import type { Issue } from '../model/artifact.ts';
import type { Json, JsonSchema } from '../model/json.ts';
import type { OutputDefinition } from '../model/template.ts';

/** A compiled output contract: what the model is shown, and the check that decides. */
export interface OutputContract {
  readonly type: string;
  readonly schemaVersion: number;
  readonly schema: JsonSchema;
  /** Every issue at once. `upstream` holds the artifacts the phase saw, by phase id, for rules about ids that must exist. */
  check(data: Json, upstream: Readonly<Record<string, Json>>): readonly Issue[];
}

export interface OutputSchemas {
  /** Compiles an output definition; the error says what is wrong with the schema. */
  compile(output: OutputDefinition): Promise<Result<OutputContract, string>>;
}
