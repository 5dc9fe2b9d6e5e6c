import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownToolJsonSchema } from '../../src/engine/workflow/ownTool/ownToolJsonSchema.ts';
import { templateJsonSchema } from '../../src/engine/workflow/template/templateJsonSchema.ts';

/** Where the JSON Schema of template files is kept, for editors. Run this file to bring it up to date. */
export const schemaFile = path.resolve(import.meta.dirname, '../../templates/schema/template.schema.json');

export function schemaText(): string {
  return `${JSON.stringify(templateJsonSchema(), null, 2)}\n`;
}

/** The same for the files of tools of one's own. */
export const toolSchemaFile = path.resolve(import.meta.dirname, '../../templates/schema/tool.schema.json');

export function toolSchemaText(): string {
  return `${JSON.stringify(ownToolJsonSchema(), null, 2)}\n`;
}

if (import.meta.main) {
  mkdirSync(path.dirname(schemaFile), { recursive: true });
  writeFileSync(schemaFile, schemaText());
  writeFileSync(toolSchemaFile, toolSchemaText());
}
