import { backoffMs } from '../../base/backoff.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { ContentHash } from '../../model/ids.ts';
import { connect, type Connecting, type McpPorts } from './connect.ts';
import type { McpConnection, ServerTool } from './connection.ts';
import { descriptionsHash } from './fingerprints.ts';
import type { ServerHealth } from './serverHealth.ts';

/** What a server offered when it was last started or asked. */
export interface RunningServer {
  readonly connection: McpConnection;
  readonly tools: readonly ServerTool[];
  readonly descriptions: ContentHash;
}

type Started = Result<RunningServer, Failure>;

/** One server of one definition: started by the first call, kept while it is well, started anew with pauses when it is not. */
export class McpServer {
  readonly #ports: McpPorts;
  readonly #server: Connecting;
  /** Ends with the server's last use, not with the call that happened to start it. */
  readonly #lifetime = new AbortController();
  #running: Promise<Started> | undefined;
  #connection: McpConnection | undefined;
  #startedMs = 0;
  #failures = 0;
  #notBeforeMs = 0;
  #calls = 0;
  #idle = new AbortController();

  constructor(ports: McpPorts, server: Connecting) {
    this.#ports = ports;
    this.#server = server;
  }

  /** Does one thing with the running server, after a start if need be. While it lasts the server is not idle. */
  async use<T>(work: (running: RunningServer) => Promise<Result<T, Failure>>, signal: AbortSignal): Promise<Result<T, Failure>> {
    this.#calls += 1;
    this.#idle.abort();
    const watch = new AbortController();
    try {
      const running = await this.#ready(signal);
      if (!running.ok) return running;
      const { connection } = running.value;
      void this.#watchMemory(connection, watch.signal);
      const result = await work(running.value);
      await this.#judge(connection, result);
      return result;
    } finally {
      watch.abort();
      this.#calls -= 1;
      if (this.#calls === 0) this.#endWhenIdle();
    }
  }

  /** What the server offers now; asked again only when it said that something changed. */
  async current(running: RunningServer, signal: AbortSignal): Promise<Started> {
    if (!running.connection.takeToolsChanged()) return ok(running);
    const tools = await running.connection.tools(signal);
    if (!tools.ok) return tools;
    const now: RunningServer = { ...running, tools: this.#few(tools.value), descriptions: descriptionsHash(tools.value) };
    if (this.#connection === running.connection) this.#running = Promise.resolve(ok(now));
    return ok(now);
  }

  /** A new phase may try again what failed too often in an earlier one. */
  forgive(): void {
    this.#failures = 0;
  }

  /** Ends the program; the next use starts it anew. */
  async restart(): Promise<void> {
    const connection = this.#connection;
    this.#running = undefined;
    this.#connection = undefined;
    if (connection) this.#tell({ type: 'stopped' });
    await connection?.close();
  }

  /** Ends it for good; resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#lifetime.abort();
    this.#idle.abort();
    const starting = this.#running;
    await this.restart();
    const started = await starting;
    if (started?.ok) await started.value.connection.close();
  }

  async #ready(signal: AbortSignal): Promise<Started> {
    if (this.#lifetime.signal.aborted) return err(failed('cancelled', `The MCP server "${this.#server.name}" was ended.`));
    await this.#retire();
    const { name } = this.#server;
    if (!this.#running && this.#failures >= this.#ports.limits.failures) return err(failed('server', `The MCP server "${name}" failed ${this.#failures} times in a row and is not started any more. Look at it with "phasegate mcp test ${name}", then retry the phase.`));
    return orStopped((this.#running ??= this.#start()), signal);
  }

  /** What died, or grew too old between two calls, makes room for a new start. */
  async #retire(): Promise<void> {
    if (!this.#connection) return;
    const isOld = this.#calls <= 1 && this.#now() - this.#startedMs > this.#ports.limits.ageMs;
    if (!this.#connection.isOpen || isOld) await this.restart();
  }

  async #start(): Promise<Started> {
    const { limits, clock } = this.#ports;
    const { name } = this.#server;
    this.#tell({ type: 'starting' });
    await clock.sleep(Math.max(0, this.#notBeforeMs - this.#now()), this.#lifetime.signal);
    if (!(await this.#server.isAsAgreed())) return this.#failed(failed('permission', `A file that the MCP server "${name}" runs has changed since it was allowed, so it was not started. Retry the phase to be asked again.`));
    const time = AbortSignal.any([this.#lifetime.signal, AbortSignal.timeout(limits.startMs)]);
    const connected = await connect(this.#ports, this.#server, time);
    if (!connected.ok) return this.#failed(time.aborted && !this.#lifetime.signal.aborted ? failed('timeout', `The MCP server "${name}" was not ready within ${limits.startMs / 1_000} seconds.`) : connected.error);
    const tools = await connected.value.tools(time);
    if (!tools.ok || this.#lifetime.signal.aborted) {
      await connected.value.close();
      return this.#failed(tools.ok ? failed('cancelled', 'It was ended.') : tools.error);
    }
    this.#connection = connected.value;
    this.#startedMs = this.#now();
    this.#tell({ type: 'running', tools: tools.value.length });
    return ok({ connection: connected.value, tools: this.#few(tools.value), descriptions: descriptionsHash(tools.value) });
  }

  #few(tools: readonly ServerTool[]): readonly ServerTool[] {
    return tools.slice(0, this.#ports.limits.tools);
  }

  /** An answer shows that it is well. One that died, or is silent to a plain question too, is started anew, after a pause. */
  async #judge(connection: McpConnection, result: Result<unknown, Failure>): Promise<void> {
    if (result.ok) {
      this.#failures = 0;
      return;
    }
    if (result.error.kind === 'cancelled' || this.#connection !== connection) return;
    const isSilent = connection.isOpen && result.error.kind === 'timeout' && !(await connection.ping(this.#lifetime.signal)).ok;
    if (connection.isOpen && !isSilent) return;
    this.#failed(result.error);
    await connection.close();
  }

  #failed(failure: Failure): Started {
    this.#running = undefined;
    this.#connection = undefined;
    if (failure.kind !== 'cancelled') this.#failures += 1;
    this.#tell(failure.kind === 'cancelled' ? { type: 'stopped' } : { type: 'failed', message: failure.message });
    this.#notBeforeMs = this.#now() + backoffMs({ attempt: Math.max(1, this.#failures), baseMs: 500, capMs: 30_000, seed: this.#failures });
    return err(failure);
  }

  /** Ends the server when it has grown too large, and what is under way with it. */
  async #watchMemory(connection: McpConnection, signal: AbortSignal): Promise<void> {
    const { limits, clock } = this.#ports;
    for (;;) {
      await clock.sleep(memoryCheckMs, signal);
      const bytes = signal.aborted ? null : await connection.memoryBytes();
      if (bytes === null) return;
      if (bytes > limits.memoryBytes) return connection.close(`It used ${Math.round(bytes / 1e6)} MB of memory, more than the ${Math.round(limits.memoryBytes / 1e6)} MB it may, and was ended.`);
    }
  }

  #endWhenIdle(): void {
    if (this.#lifetime.signal.aborted) return;
    const idle = (this.#idle = new AbortController());
    void this.#ports.clock.sleep(this.#ports.limits.idleMs, idle.signal).then(() => (idle.signal.aborted ? undefined : this.restart()));
  }

  #tell(health: ServerHealth): void {
    this.#ports.onHealth?.(this.#server.name, health);
  }

  #now(): number {
    return this.#ports.clock.monotonicMs();
  }
}

const memoryCheckMs = 1_000;

/** Whoever waits may stop waiting; the start goes on for others. */
function orStopped(starting: Promise<Started>, signal: AbortSignal): Promise<Started> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(err(failed('cancelled', 'Stopped before the server was ready.')));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    starting.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
