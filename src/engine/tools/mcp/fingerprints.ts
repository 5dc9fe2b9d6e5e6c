import { createHash } from 'node:crypto';
import type { ContentHash } from '../../model/ids.ts';
import type { McpDefinition } from '../../model/mcpServer.ts';
import type { Files } from '../../ports/files.ts';
import { authorizeRead } from '../policy/authorize.ts';
import { fileLimitBytes } from '../workspace.ts';
import type { ServerTool } from './connection.ts';

/** Of the definition as written, and of the files of the workspace that its command names: what is started is what was agreed to. */
export async function definitionHash(definition: McpDefinition, files: Files): Promise<ContentHash> {
  const hash = createHash('sha256').update(JSON.stringify(sorted(definition)));
  for (const path of namedPlaces(definition, files.root)) {
    const bytes = await fileNamed(path, files);
    if (bytes) hash.update(path).update(bytes);
  }
  return hash.digest('hex') as ContentHash;
}

/** Of the definition alone, as written. */
export function writtenHash(definition: McpDefinition): ContentHash {
  return createHash('sha256').update(JSON.stringify(sorted(definition))).digest('hex') as ContentHash;
}

/** Of everything a model is told about a server's tools, in whatever order the server names them. */
export function descriptionsHash(tools: readonly ServerTool[]): ContentHash {
  const told = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted(told))).digest('hex') as ContentHash;
}

/** Where the words of a command may lead: seen from the workspace and from the folder it starts in; also behind `--option=`. */
function namedPlaces(definition: McpDefinition, root: string): readonly string[] {
  if (definition.transport === 'http') return [];
  const { command, args, cwd = '.' } = definition;
  const words = [command, ...args].flatMap((word) => [word, ...(/^-[^=]*=(.+)$/.exec(word)?.slice(1) ?? [])]).map((word) => word.replaceAll('${workspaceFolder}', root));
  return [...new Set(words.flatMap((word) => [word, `${cwd.replaceAll('${workspaceFolder}', root)}/${word}`]))];
}

async function fileNamed(text: string, files: Files): Promise<Uint8Array | undefined> {
  const path = await authorizeRead(files, text);
  if (!path.ok) return undefined;
  try {
    return (await files.stat(path.value))?.kind === 'file' ? await files.read(path.value, fileLimitBytes) : undefined;
  } catch {
    return undefined;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}
