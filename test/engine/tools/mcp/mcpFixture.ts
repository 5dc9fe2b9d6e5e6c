import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { McpDefinition, McpServerEntry } from '../../../../src/engine/model/mcpServer.ts';
import { fileConsents } from '../../../../src/engine/node/consentFile.ts';
import { serverProcesses } from '../../../../src/engine/node/serverProcesses.ts';
import { systemClock } from '../../../../src/engine/node/systemClock.ts';
import { webFetch } from '../../../../src/engine/node/webFetch.ts';
import type { Result } from '../../../../src/engine/base/result.ts';
import type { Failure } from '../../../../src/engine/model/failure.ts';
import type { Json } from '../../../../src/engine/model/json.ts';
import type { Logins } from '../../../../src/engine/ports/logins.ts';
import type { ServerInputs } from '../../../../src/engine/ports/serverInputs.ts';
import type { ServerProcesses } from '../../../../src/engine/ports/serverProcess.ts';
import type { Approval, Tool, ToolContext, ToolResult, ToolSource } from '../../../../src/engine/ports/tool.ts';
import { consentGate } from '../../../../src/engine/tools/consent/consentGate.ts';
import { defaultMcpLimits, type McpLimits } from '../../../../src/engine/tools/mcp/mcpLimits.ts';
import { type McpToolSource, mcpSource } from '../../../../src/engine/tools/mcp/mcpSource.ts';
import type { RunningServerPorts } from '../../../../src/engine/tools/mcp/runningServers.ts';
import { findMcpServer } from '../../../../src/engine/workflow/mcpFile/findMcpServer.ts';
import { type Fixture, toolContext, workspaceFixture } from '../workspaceFixture.ts';

/** Servers of a workspace with somebody who agrees to everything, unless told otherwise. */
export interface McpFixture {
  readonly at: Fixture;
  /** The user's own folder. */
  readonly user: string;
  /** What the person was shown, in order. */
  readonly asked: Approval[];
  readonly warnings: string[];
  /** How the servers were, one line for each change. */
  readonly health: string[];
  /** What the person says from now on. */
  answer: boolean;
  define(name: string, definition: McpDefinition, more?: Partial<Pick<McpServerEntry, 'source' | 'inputs'>>): void;
  /** Defines the hostile server with this fault; what it notes is read by `notes`. */
  hostile(fault: string): void;
  notes(): readonly string[];
  ports(options?: Pick<SourceOptions, 'limits' | 'confine' | 'inputs' | 'logins'>): RunningServerPorts;
  /** A source as a host makes one; closed with the fixture. */
  source(options?: SourceOptions): McpToolSource;
  open(names: readonly string[], options?: SourceOptions): Promise<Result<readonly Tool[], Failure>>;
  /** Opens the tools and calls one. */
  call(name: string, input: Json, options?: SourceOptions): Promise<ToolResult>;
  dispose(): Promise<void>;
}

export interface SourceOptions {
  readonly limits?: Partial<McpLimits>;
  /** Around the programs that are started. */
  readonly confine?: (processes: ServerProcesses) => ServerProcesses;
  readonly isAttended?: boolean;
  readonly inputs?: ServerInputs;
  readonly logins?: Logins;
  readonly signal?: AbortSignal;
  readonly context?: Partial<ToolContext>;
  /** Asked instead of a new one. */
  readonly source?: ToolSource;
}

export const hostileServerFile = resolve(import.meta.dirname, '../../../servers/mcp/hostileServer.ts');

export async function mcpFixture(): Promise<McpFixture> {
  const at = await workspaceFixture();
  const user = mkdtempSync(join(tmpdir(), 'phasegate-mcp-user-'));
  const notes = join(user, 'notes');
  const servers = new Map<string, McpServerEntry>();
  const sources: ToolSource[] = [];
  const log = { info: () => undefined, warn: (message: string) => void fixture.warnings.push(message), error: () => undefined };

  const fixture: McpFixture = {
    at, user, asked: [], warnings: [], health: [], answer: true,
    define: (name, definition, more = {}) => void servers.set(name, { name, source: 'workspace', path: '.mcp.json', definition, ...more }),
    hostile: (fault) => fixture.define('hostile', { transport: 'stdio', command: process.execPath, args: [hostileServerFile, fault, notes], env: {} }),
    notes: () => readFileSync(notes, 'utf8').trim().split('\n'),
    ports: ({ limits = {}, confine, inputs, logins } = {}) => ({
      ...(inputs && { inputs }), ...(logins && { logins }),
      files: at.files, log, web: webFetch, clock: systemClock(),
      processes: (confine ?? ((processes) => processes))(serverProcesses({ graceMs: 150 })),
      limits: { ...defaultMcpLimits, ...limits },
      onHealth: (server, { type }) => void fixture.health.push(`${server} ${type}`),
      variables: { workspaceFolder: at.root, userHome: user, environment: (name) => ({ OWN_TOKEN: 'own-token-value' })[name] },
    }),
    source({ isAttended = true, ...options } = {}) {
      const consents = fileConsents(user, log);
      const source = mcpSource({
        ...fixture.ports(options), consents, isAttended,
        obtainConsent: consentGate({ consents, workspace: at.root, now: () => 1, isAttended, howTo: () => 'Say yes.' }),
        find: (name) => Promise.resolve(findMcpServer({ servers: [...servers.values()], problems: [] }, name)),
      });
      sources.push(source);
      return source;
    },
    async open(names, options = {}) {
      const { signal = new AbortController().signal, source = fixture.source(options) } = options;
      const opened = await source.open({ names, approve: (approval) => (fixture.asked.push(approval), Promise.resolve(fixture.answer)) }, signal);
      return opened.ok ? { ok: true, value: [...opened.value.values()].flat() } : opened;
    },
    async call(name, input, options = {}) {
      const opened = await fixture.open([name], options);
      if (!opened.ok) return { outcome: 'denied', output: opened.error.message };
      const [tool] = opened.value;
      const prepared = await tool?.prepare(input);
      if (!prepared?.ok) return { outcome: 'denied', output: JSON.stringify(prepared?.error) };
      return prepared.value.run({ ...toolContext, ...options.context }, options.signal ?? new AbortController().signal);
    },
    async dispose() {
      await Promise.all(sources.map((source) => source.close()));
      at.dispose();
      rmSync(user, { recursive: true, force: true });
    },
  };
  return fixture;
}

/** Whether a process is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    return false;
  }
}
