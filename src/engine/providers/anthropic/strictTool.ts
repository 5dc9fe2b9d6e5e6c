import type { Json, JsonSchema } from '../../model/json.ts';
import { submitArtifactTool } from '../../model/toolName.ts';
import type { ToolSpec } from '../../ports/languageModel.ts';
import { isJsonArray, isJsonObject } from '../jsonShape.ts';
import { isStrict } from '../schemaLowering/isStrict.ts';

/** platform.claude.com, "Strict tool use" and "Structured outputs": from Claude 4.5 on. */
const strictModels = /^claude-(?:opus|sonnet|haiku)-(?:4-[5-9]|[5-9]|\d\d)(?:-|$)/;

/** The vendor compiles all strict tools of a request into one grammar, and refuses one that is too large without saying what that is: well below what it names for unions (16). */
const mostCharacters = 4_000;
const mostUnions = 8;

/**
 * The schema with which the vendor itself sees to the shape of a tool's input; `null` where that is not safe. Only for the tool that ends a
 * phase, whose wrong inputs cost most, and only where the schema is small, consists of shape alone, and refers to nothing.
 */
export function strictSchema({ name, inputSchema }: ToolSpec, model: string): JsonSchema | null {
  const { $schema: _, ...schema } = inputSchema;
  const isSafe = name === submitArtifactTool && strictModels.test(model) && schema['$defs'] === undefined && JSON.stringify(schema).length <= mostCharacters && isStrict(schema);
  return isSafe && unionsIn(schema) <= mostUnions && !hasLargeChoices(schema) ? schema : null;
}

function unionsIn(value: Json): number {
  if (isJsonArray(value)) return value.reduce<number>((sum, item) => sum + unionsIn(item), 0);
  if (!isJsonObject(value)) return 0;
  const own = value['anyOf'] !== undefined || (value['type'] !== undefined && isJsonArray(value['type'])) ? 1 : 0;
  return Object.values(value).reduce<number>((sum, part) => sum + unionsIn(part), own);
}

/** Lists and objects to choose from. */
function hasLargeChoices(value: Json): boolean {
  if (isJsonArray(value)) return value.some(hasLargeChoices);
  if (!isJsonObject(value)) return false;
  const choices = [value['enum'], value['const'] === undefined ? undefined : [value['const']]].flatMap((list) => (list !== undefined && isJsonArray(list) ? list : []));
  return choices.some((choice) => typeof choice === 'object' && choice !== null) || Object.values(value).some(hasLargeChoices);
}
