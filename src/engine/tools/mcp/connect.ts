import type * as sdk from '@modelcontextprotocol/client';
import { err, ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../model/failure.ts';
import { failed } from '../../model/failure.ts';
import type { McpDefinition } from '../../model/mcpServer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { LoginStore } from '../../ports/logins.ts';
import type { ServerProcess, ServerProcesses } from '../../ports/serverProcess.ts';
import type { WebFetch } from '../../ports/webFetch.ts';
import { clientConnection } from './clientConnection.ts';
import type { McpConnection } from './connection.ts';
import { failureOf } from './failureOf.ts';
import { guardedTransport } from './guardedTransport.ts';
import type { McpLimits } from './mcpLimits.ts';
import { renewing } from './login/renewing.ts';
import { safeFetch } from './login/safeFetch.ts';
import { messageGuard, type MessageGuard } from './messageGuard.ts';
import type { OnServerHealth } from './serverHealth.ts';
import { stdioTransport } from './stdioTransport.ts';

export interface McpPorts {
  readonly processes: ServerProcesses;
  readonly web: WebFetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: McpLimits;
  readonly onHealth?: OnServerHealth;
}

export interface Connecting {
  readonly name: string;
  /** Every variable replaced. */
  readonly definition: McpDefinition;
  /** Where a program starts unless its definition says otherwise; absolute. */
  readonly folder: string;
  /** Asked before each start: a phase may have changed a file that the program runs. */
  readonly isAsAgreed: () => Promise<boolean>;
  /** The person's login to an address, where there may be one. */
  readonly login?: LoginStore;
}

type Sdk = typeof sdk;
type Mode = 'auto' | 'legacy';

/** Starts or reaches a server and greets it. A server that does not survive the newer greeting, or chokes on it, gets the older one at a second start. */
export async function connect(ports: McpPorts, server: Connecting, signal: AbortSignal): Promise<Result<McpConnection, Failure>> {
  const client = await import('@modelcontextprotocol/client');
  const first = await greet({ ports, server, sdk: client }, 'auto', signal);
  const isWorthMore = !first.ok && (first.error.kind === 'server' || first.error.kind === 'timeout');
  return isWorthMore && !signal.aborted ? greet({ ports, server, sdk: client }, 'legacy', signal) : first;
}

interface Greeting {
  readonly ports: McpPorts;
  readonly server: Connecting;
  readonly sdk: Sdk;
}

async function greet({ ports, server, sdk: client }: Greeting, mode: Mode, signal: AbortSignal): Promise<Result<McpConnection, Failure>> {
  const { limits, log, clock } = ports;
  const guard = messageGuard({ limits, server: server.name, log, monotonicMs: () => clock.monotonicMs() });
  const reached = await reach({ ports, server, sdk: client }, guard);
  if (!reached.ok) return reached;
  const { transport, process } = reached.value;
  const greeter = newClient(client, { mode, probe: { timeoutMs: limits.greetingMs } });
  greeter.onerror = (error) => log.info(`MCP server "${server.name}": ${error.message.slice(0, 300)}`);
  try {
    await greeter.connect(transport, { signal, timeout: limits.startMs, maxTotalTimeout: limits.startMs });
    return ok(clientConnection({ client: greeter, sdk: client, guard, limits, process, name: server.name }));
  } catch (error) {
    const failure = failureOf(error, { sdk: client, guard, process, name: server.name }, signal);
    await transport.close();
    return err(failure);
  }
}

/** Declares nothing that a server could ask for, checks nothing with a server's own schemas, and answers no demands for input. */
function newClient({ Client }: Sdk, versionNegotiation: sdk.VersionNegotiationOptions): sdk.Client {
  return new Client({ name: 'phasegate', version: '1' }, {
    capabilities: {},
    versionNegotiation,
    inputRequired: { autoFulfill: false },
    jsonSchemaValidator: acceptsAll,
    listMaxPages: 64,
  });
}

/** A server's own schemas would run patterns of its choice here; what it answers is text for a model in any case. */
const acceptsAll: NonNullable<sdk.ClientOptions['jsonSchemaValidator']> = {
  getValidator: <T>(): sdk.JsonSchemaValidator<T> => (input) => ({ valid: true, data: input as T, errorMessage: undefined }),
};

interface Reached {
  readonly transport: sdk.Transport;
  readonly process: ServerProcess | null;
}

async function reach({ ports, server, sdk: client }: Greeting, guard: MessageGuard): Promise<Result<Reached, Failure>> {
  const { definition, folder, name } = server;
  if (definition.transport === 'http') {
    const fetch = ports.web({ headersMs: ports.limits.callMs, messageBytes: ports.limits.messageBytes });
    const authProvider = server.login && (await renewing(server.login));
    const transport = new client.StreamableHTTPClientTransport(new URL(definition.url), { fetch: safeFetch(fetch), ...(authProvider && { authProvider }), requestInit: { headers: definition.headers }, onInsufficientScope: 'throw' });
    return ok({ transport: guardedTransport(transport, guard), process: null });
  }
  const { command, args, env, cwd = folder, network = false } = definition;
  const started = await ports.processes.start({ argv: [command, ...args], cwd, environment: env, needsNetwork: network });
  if (!started.ok) return err(failed('not-found', `The MCP server "${name}" did not start. ${started.error}`));
  return ok({ transport: stdioTransport(started.value, guard), process: started.value });
}
