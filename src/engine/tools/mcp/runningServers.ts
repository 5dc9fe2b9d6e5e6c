import { err, ok, type Result } from '../../base/result.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { ContentHash } from '../../model/ids.ts';
import type { McpDefinition, McpServerEntry } from '../../model/mcpServer.ts';
import type { Files } from '../../ports/files.ts';
import type { Logins, LoginStore } from '../../ports/logins.ts';
import type { ServerInputs } from '../../ports/serverInputs.ts';
import { authorizeRead } from '../policy/authorize.ts';
import type { McpPorts } from './connect.ts';
import { expandDefinition, type Variables } from './expandDefinition.ts';
import { definitionHash, writtenHash } from './fingerprints.ts';
import { McpServer } from './mcpServer.ts';

export interface RunningServerPorts extends McpPorts {
  readonly files: Files;
  readonly variables: Variables;
  /** Nothing is asked for where this is missing. */
  readonly inputs?: ServerInputs;
  /** Where logins are kept; there are none where this is missing. */
  readonly logins?: Logins;
}

/** The servers of one workspace, one for each name, shared by all phases. */
export interface RunningServers {
  /** The server as it is defined now: one that runs by another definition is ended. */
  of(entry: McpServerEntry, hash: ContentHash): Promise<Result<McpServer, Failure>>;
  /** Ends one for good: what still holds it is told so; the next `of` starts it anew. */
  end(name: string): Promise<void>;
  close(): Promise<void>;
}

export function runningServers(ports: RunningServerPorts): RunningServers {
  const servers = new Map<string, { readonly hash: ContentHash; readonly server: McpServer }>();
  return {
    async of(entry, hash) {
      const known = servers.get(entry.name);
      if (known?.hash === hash) {
        known.server.forgive();
        return ok(known.server);
      }
      const definition = await placed(entry, ports);
      if (!definition.ok) return err(failed('bad-input', `The MCP server "${entry.name}" (${entry.path}): ${definition.error}`));
      const isAsAgreed = async (): Promise<boolean> => (await definitionHash(entry.definition, ports.files)) === hash;
      const server = new McpServer(ports, { name: entry.name, definition: definition.value, folder: ports.files.root, isAsAgreed, ...loginOf(entry, ports) });
      servers.set(entry.name, { hash, server });
      await known?.server.close();
      return ok(server);
    },
    async end(name) {
      const known = servers.get(name);
      servers.delete(name);
      await known?.server.close();
    },
    async close() {
      await Promise.all([...servers.values()].map(({ server }) => server.close()));
      servers.clear();
    },
  };
}

function loginOf({ name: server, source, definition }: McpServerEntry, { logins }: RunningServerPorts): { readonly login?: LoginStore } {
  return logins && definition.transport === 'http' ? { login: logins({ server, source, definition: writtenHash(definition) }) } : {};
}

/** Variables replaced; folder and program of a workspace's definition inside the workspace, or on the search path. */
async function placed(entry: McpServerEntry, ports: RunningServerPorts): Promise<Result<McpDefinition, string>> {
  const { files, variables } = ports;
  const given = await givenInputs(entry, ports);
  if (!given.ok) return given;
  const expanded = expandDefinition(entry, { ...variables, inputs: given.value });
  if (!expanded.ok || expanded.value.transport === 'http') return expanded;
  const { cwd, command } = expanded.value;
  const folder = await inWorkspace(cwd, { files, isUsers: entry.source === 'user' });
  if (!folder.ok) return folder;
  const isRelative = /[\\/]/.test(command) && !isAbsolute(command);
  const program = isRelative ? await authorizeRead(files, command) : ok(command);
  return program.ok ? ok({ ...expanded.value, command: program.value, cwd: folder.value }) : program;
}

async function givenInputs({ name: server, source, definition, inputs = [] }: McpServerEntry, { inputs: ask }: RunningServerPorts): Promise<Result<ReadonlyMap<string, string>, string>> {
  return inputs.length === 0 || !ask ? ok(new Map()) : ask({ server, source, inputs, definition: writtenHash(definition) });
}

async function inWorkspace(cwd: string | undefined, { files, isUsers }: { readonly files: Files; readonly isUsers: boolean }): Promise<Result<string, string>> {
  if (cwd === undefined) return ok(files.root);
  return isUsers && isAbsolute(cwd) ? ok(cwd) : authorizeRead(files, cwd);
}

function isAbsolute(path: string): boolean {
  return /^(?:[a-z]:[\\/]|[\\/])/i.test(path);
}
