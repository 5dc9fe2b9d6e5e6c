// The VS Code server on a free loopback port. Also used by `npm start` where no desktop editor is installed.
import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { endGroup, spawnGroup } from './processes.ts';
import type { Profile } from './profile.ts';

export type EditorServer = {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** `127.0.0.1:<port>`, the authority of the server's `vscode-remote:` addresses. */
  readonly authority: string;
  stop(): Promise<void>;
  /** Ends it with its extension host at once, as a crash would. */
  kill(): Promise<void>;
};

export type ServerOptions = {
  readonly entry: string;
  readonly profile: Profile;
  readonly logPath: string;
  readonly port?: number;
  /** Opens every folder trusted, without asking. */
  readonly isTrusted: boolean;
  readonly extraArgs?: readonly string[];
};

const startTimeoutMs = 60_000;

export async function startEditorServer(options: ServerOptions): Promise<EditorServer> {
  const args = [options.entry, ...commonArgs(options.profile), '--bind-addr', `127.0.0.1:${options.port ?? 0}`, '--auth', 'none'];
  if (options.isTrusted) args.push('--disable-workspace-trust');
  const child = spawnGroup(process.execPath, [...args, ...(options.extraArgs ?? [])], { env: editorEnv(options.profile), stdio: ['ignore', 'pipe', 'pipe'] });
  const port = await listeningPort(child, options.logPath);
  const authority = `127.0.0.1:${port}`;
  return { origin: `http://${authority}`, authority, stop: () => endGroup(child), kill: () => endGroup(child, 0) };
}

/** Installs a packaged extension into the profile, as a user would from the command line. */
export async function installExtension(entry: string, profile: Profile, vsixPath: string): Promise<void> {
  await promisify(execFile)(process.execPath, [entry, ...commonArgs(profile), '--install-extension', vsixPath], { env: editorEnv(profile) });
}

function commonArgs(profile: Profile): string[] {
  const config = join(profile.folder, 'config.yaml');
  writeFileSync(config, 'cert: false\n');
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  return ['--config', config, '--user-data-dir', profile.folder, '--extensions-dir', profile.extensionsFolder, ...quiet];
}

/** Sockets and what programs keep at home go to the profile. What a surrounding editor's terminal left behind is dropped: it would make the server open the folder there. */
function editorEnv(profile: Profile): NodeJS.ProcessEnv {
  const unwanted = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|PASSWORD$|HASHED_PASSWORD$|PORT$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
  return { ...Object.fromEntries(inherited), XDG_RUNTIME_DIR: profile.folder, HOME: profile.folder };
}

async function listeningPort(child: ChildProcess, logPath: string): Promise<number> {
  mkdirSync(dirname(logPath), { recursive: true });
  const log = createWriteStream(logPath);
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(`The editor server ${reason}. Its output (${logPath}):\n${output.slice(-3000)}`));
    const timer = setTimeout(() => fail(`was not ready after ${startTimeoutMs / 1000} s`), startTimeoutMs);
    const read = (chunk: Buffer) => {
      log.write(chunk);
      output = (output + chunk.toString()).slice(-20_000);
      const port = /server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      log.end();
      fail(`ended with ${code ?? signal}`);
    });
  });
}
