import { stripComments } from 'jsonc-parser';
import type { Json, JsonObject } from '../../model/json.ts';
import { type McpServerEntry, type McpSource, textsOf, variablesIn } from '../../model/mcpServer.ts';
import { defaultSourceLimits, readJsonSource } from '../template/jsonSource.ts';
import { fieldOf, isObject } from '../template/looseTemplate.ts';
import type { Finding, Path, TemplateProblem } from '../template/problem.ts';
import { readInputs } from './readInputs.ts';
import { readServer } from './readServer.ts';

export interface McpFile {
  readonly source: McpSource;
  readonly path: string;
  readonly text: string;
}

export interface CheckedMcpFile {
  /** Usable servers. One that is broken does not take the others with it. */
  readonly servers: readonly McpServerEntry[];
  readonly problems: readonly TemplateProblem[];
}

const limits = { ...defaultSourceLimits, maxCharacters: 500_000, isLenient: true };

/**
 * Reads a file that defines MCP servers, as agents and editors write them: `mcpServers` or `servers`, comments and trailing commas
 * allowed, keys of other programs passed over. Never throws.
 */
export function checkMcpFile({ source, path, text }: McpFile): CheckedMcpFile {
  const read = readJsonSource(text.length > limits.maxCharacters ? text : stripComments(text, ' '), limits);
  if (read.value === undefined) return { servers: [], problems: read.problems };
  const findings: Finding[] = [];
  const known = readInputs(read.value, findings);
  const entries = serversIn(read.value, findings).flatMap(({ key, value, place }) => {
    const server = readServer({ key, value, place, source, inputs: known }, findings);
    const inputs = [...known.values()].filter(({ id }) => server && textsOf(server.definition).flatMap(variablesIn).includes(`input:${id}`));
    return server ? [{ ...server, source, path, place, ...(inputs.length > 0 && { inputs }) }] : [];
  });
  const servers = new Map<string, McpServerEntry>();
  for (const { place, ...entry } of entries) {
    if (servers.has(entry.name)) findings.push({ path: place, isAboutKey: true, code: 'duplicate-id', message: `Another server of this file is called "${entry.name}" too, once both names are made fit for tools.` });
    else servers.set(entry.name, entry);
  }
  const problems = [...read.problems, ...findings.map((finding) => read.locate(finding))].toSorted((left, right) => left.line - right.line || left.column - right.column);
  return { servers: [...servers.values()], problems };
}

interface Written {
  readonly key: string;
  readonly value: JsonObject;
  readonly place: Path;
}

function serversIn(file: Json, findings: Finding[]): readonly Written[] {
  const keys = ['mcpServers', 'servers'].filter((key) => fieldOf(file, key) !== undefined);
  if (keys.length === 0) findings.push({ path: [], code: 'shape', message: 'The file defines no servers: expected { "mcpServers": { "name": { "command": "…" } } }.' });
  return keys.flatMap((key) => {
    const servers = fieldOf(file, key);
    if (!isObject(servers)) {
      findings.push({ path: [key], code: 'shape', message: `"${key}" must be an object of servers by their names.` });
      return [];
    }
    return Object.entries(servers).flatMap(([name, value]) => {
      if (isObject(value)) return [{ key: name, value, place: [key, name] }];
      findings.push({ path: [key, name], code: 'shape', message: `"${name}" must be an object with "command" or "url".` });
      return [];
    });
  });
}
