import { ok, type Result } from '../../base/result.ts';
import type { Consent } from '../../model/consent.ts';
import type { Failure } from '../../model/failure.ts';
import type { Timestamp } from '../../model/ids.ts';
import type { McpServerEntry } from '../../model/mcpServer.ts';
import type { Consents } from '../../ports/consents.ts';
import { definitionHash } from './fingerprints.ts';
import { type Probed, type Probing, probeServer } from './probeServer.ts';
import type { RunningServerPorts } from './runningServers.ts';

export interface AllowPorts extends RunningServerPorts {
  readonly consents: Consents;
  readonly now: () => Timestamp;
}

/** Whether a person agreed to a server as it is defined now. */
export type ServerConsent = 'allowed' | 'changed' | 'not-allowed';

export async function consentTo({ definition, name }: McpServerEntry, { consents, files }: Pick<AllowPorts, 'consents' | 'files'>): Promise<ServerConsent> {
  const known = await consents.find(subject(name, files.root));
  if (known === undefined) return 'not-allowed';
  return known.definition === (await definitionHash(definition, files)) ? 'allowed' : 'changed';
}

/** After a person agreed to all of a definition: starts the server once, and pins definition and descriptions. A server that does not work is not allowed. */
export async function allowServer(ports: AllowPorts, { entry, definition }: Probing, signal: AbortSignal): Promise<Result<Probed, Failure>> {
  const probed = await probeServer(ports, { entry, definition }, signal);
  if (!probed.ok) return probed;
  const consent: Consent = { ...subject(entry.name, ports.files.root), definition, descriptions: probed.value.descriptions, at: ports.now() };
  await ports.consents.save(consent);
  return ok(probed.value);
}

export function subject(name: string, workspace: string): Pick<Consent, 'kind' | 'workspace' | 'name'> {
  return { kind: 'mcp-server', workspace, name };
}
