import * as z from 'zod';
import { builtInOutputs } from '../../model/artifacts/builtInOutputs.ts';
import { jsonObject, type JsonSchema } from '../../model/json.ts';
import { outputDefinition, phaseDefinition, workflowTemplate } from '../../model/template.ts';
import { toolEffects } from '../../model/toolName.ts';

/** The JSON Schema of template files, for editors: the zod model, with names to complete where a text is expected. */
export function templateJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(workflowTemplate, {
    io: 'input',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === outputDefinition.options[0]) jsonSchema.examples = [...Object.keys(builtInOutputs), 'schemas/report.json'];
      if (zodSchema === phaseDefinition.shape.tools.unwrap().element) jsonSchema.examples = Object.keys(toolEffects);
      if (zodSchema === phaseDefinition.shape.model.unwrap()) jsonSchema.examples = ['fast', 'balanced', 'deep'];
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return jsonObject.parse({ $schema, title: 'Phasegate workflow template', ...schema });
}
