import { homedir } from 'node:os';
import path from 'node:path';
import type { Environment } from './environmentSecrets.ts';

/** The user's own folder: the XDG data directory on every system. Nothing in it comes from a workspace. */
export function userFolder(environment: Environment = process.env): string {
  const data = environment['XDG_DATA_HOME'];
  return path.join(data !== undefined && path.isAbsolute(data) ? data : path.join(homedir(), '.local/share'), 'phasegate');
}
