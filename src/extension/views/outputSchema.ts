import type { JsonSchema } from '../../engine/model/json.ts';
import type { PhaseId } from '../../engine/model/ids.ts';
import type { OutputSchemas } from '../../engine/ports/outputSchemas.ts';
import type { RunState } from '../../engine/workflow/state.ts';

/** What one execution of a phase has to hand in; `undefined` where its schema cannot be compiled. */
export async function outputSchemaOf(schemas: OutputSchemas, { template }: RunState, phase: PhaseId): Promise<JsonSchema | undefined> {
  const definition = template.phases.find(({ id }) => id === phase);
  const contract = definition && (await schemas.compile(definition.output));
  return contract?.ok ? contract.value.schema : undefined;
}
