import type { JsonSchema } from '../../model/json.ts';
import type { SchemaLoss } from '../../model/schemaLoss.ts';
import { anthropic, compatible, editor, gemini, openAI, type AnthropicDialect, type Dialect } from './dialect.ts';
import { lower } from './lower.ts';

const dialects: Readonly<Record<string, Dialect | AnthropicDialect>> = { anthropic, openai: openAI, gemini, 'openai-compatible': compatible, editor };

/** What of a tool's schema the model behind a `provider/model` is told in words only. Providers within this program take any schema whole. */
export function lossesAt(reference: string, schema: JsonSchema): readonly SchemaLoss[] {
  const [provider = ''] = reference.split('/');
  const dialect = Object.hasOwn(dialects, provider) ? dialects[provider] : undefined;
  return dialect === undefined ? [] : lower(schema, dialect).losses;
}
