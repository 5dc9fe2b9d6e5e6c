import * as z from 'zod';
import type { Tool, ToolResult } from '../ports/tool.ts';
import { editorOnly, readableNames, shownText } from './codeText.ts';
import { attempt, defineTool, reading } from './defineTool.ts';
import type { Workspace } from './workspace.ts';

const shownLimit = 100;
const nameLimit = 200;

const input = z.strictObject({ query: z.string().min(1).max(nameLimit).describe('A name, or the beginning of one') });

export function findSymbolTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'find_symbol',
    description: 'Finds where functions, classes, types and the like are declared, by name, as the language servers of the editor know them: one "path:line kind name" per line.',
    input,
    prepare: async ({ query }) => reading(`find symbol ${query}`, (_, signal) => attempt(() => findSymbols(workspace, query, signal))),
  });
}

async function findSymbols({ files, codeIntelligence }: Workspace, query: string, signal: AbortSignal): Promise<ToolResult> {
  if (codeIntelligence === null) return editorOnly('Use search_text for the declaration instead.');
  const found = await codeIntelligence.symbols(query, signal);
  const names = await readableNames(files, found.map(({ path }) => path));
  const lines = found.flatMap(({ path, line, kind, name, container }) => [names.get(path)].flatMap((file) =>
    (file === undefined ? [] : [`${file}:${line} ${kind} ${shownText(name, nameLimit)}${container === null ? '' : ` in ${shownText(container, nameLimit)}`}`])));
  if (lines.length === 0) return { outcome: 'ok', output: `The language servers know no symbol like "${query}". They know only the projects they have looked at: read a file of the project or use search_text.` };
  const more = lines.length - shownLimit;
  return { outcome: 'ok', output: [...lines.slice(0, shownLimit), ...(more > 0 ? [`… and ${more} more; give more of the name.`] : [])].join('\n') };
}
