import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

const maxSchemaBytes = 1_000_000;

/** Reads schema files that a template names, from beside the template and nowhere else; `undefined` for anything else. */
export function schemaFilesBeside(templatePath: string): (name: string) => string | undefined {
  return (name) => {
    try {
      const folder = realpathSync(path.dirname(templatePath));
      const file = realpathSync(path.resolve(folder, name));
      const isInside = file.startsWith(folder + path.sep);
      const stats = statSync(file);
      return isInside && stats.isFile() && stats.size <= maxSchemaBytes ? readFileSync(file, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  };
}
