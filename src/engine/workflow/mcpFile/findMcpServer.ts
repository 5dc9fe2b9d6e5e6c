import { err, ok, type Result } from '../../base/result.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { McpServerEntry } from '../../model/mcpServer.ts';
import { suggestion } from '../template/nearestName.ts';
import type { McpServerCatalog } from './mcpServerCatalog.ts';

/** A server by name; the failure says where its file is wrong, or that nothing defines it. */
export function findMcpServer({ servers, problems }: McpServerCatalog, name: string): Result<McpServerEntry, Failure> {
  const entry = servers.find((server) => server.name === name);
  if (entry) return ok(entry);
  const known = servers.map((server) => server.name);
  const lines = problems.flatMap(({ path, problems: own }) => own.filter(({ severity }) => severity === 'error').map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`));
  const missing = `There is no MCP server "${name}".${suggestion(name, known)} ${known.length === 0 ? 'None is defined' : `Known: ${known.join(', ')}`}.`;
  return err(failed(lines.length === 0 ? 'not-found' : 'bad-input', [missing, ...lines.slice(0, 20)].join('\n')));
}
