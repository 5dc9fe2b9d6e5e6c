import * as z from 'zod';
import { jsonObject, type JsonSchema } from '../../model/json.ts';
import { ownTool } from '../../model/ownTool.ts';

/** The JSON Schema of tool files, for editors. */
export function ownToolJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(ownTool, { io: 'input' });
  return jsonObject.parse({ $schema, title: 'Phasegate tool', ...schema });
}
