import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { templateJsonSchema } from '../../src/engine/workflow/template/templateJsonSchema.ts';

/** Where the JSON Schema of template files is kept, for editors. Run this file to bring it up to date. */
export const schemaFile = path.resolve(import.meta.dirname, '../../templates/schema/template.schema.json');

export function schemaText(): string {
  return `${JSON.stringify(templateJsonSchema(), null, 2)}\n`;
}

if (import.meta.main) {
  mkdirSync(path.dirname(schemaFile), { recursive: true });
  writeFileSync(schemaFile, schemaText());
}
