import * as z from 'zod';
import { jsonObject, type JsonSchema } from '../json.ts';

/** Plain JSON Schema: without the dialect, and without the limits of JavaScript's integers, which say nothing to a model. */
export function toModelSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    override({ jsonSchema }) {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return jsonObject.parse(rest);
}
