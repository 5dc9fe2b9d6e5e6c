import { err } from '../base/result.ts';
import type { ServerProcesses } from '../ports/serverProcess.ts';
import type { Sandbox, SandboxMode } from './sandbox.ts';

export interface ServerSandboxOptions {
  /** Read anew at each start. */
  readonly mode: () => SandboxMode;
  /** Whether servers may change the workspace. */
  readonly canWrite: () => boolean;
}

/**
 * Puts servers into the sandbox that commands run in. One that says it needs the network has it in any case: that was shown when the
 * person agreed to it. Where a sandbox was asked for and cannot be had, nothing starts.
 */
export function sandboxedServers(processes: ServerProcesses, sandbox: Sandbox, { mode, canWrite }: ServerSandboxOptions): ServerProcesses {
  return {
    async start(command) {
      const wanted = mode();
      if (wanted === 'off') return processes.start(command);
      const { argv, cwd, needsNetwork = false } = command;
      const inside = await sandbox.inside({ argv, cwd, hasNetwork: wanted === 'online' || needsNetwork, canWrite: canWrite() });
      return inside.ok ? processes.start({ ...command, argv: inside.value }) : err(`Servers must run in a sandbox, and there is none: ${inside.error}`);
    },
  };
}
