import { revealHidden } from '../../base/hiddenText.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Consent } from '../../model/consent.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { ContentHash } from '../../model/ids.ts';
import type { Consents } from '../../ports/consents.ts';
import type { OfferRequest } from '../../ports/tool.ts';
import type { ServerTool } from './connection.ts';
import type { RunningServer } from './mcpServer.ts';

export interface DescriptionPorts {
  readonly consents: Consents;
  /** Where nobody is there to ask, changed descriptions are refused. */
  readonly isAttended: boolean;
}

export interface Described {
  readonly consent: Consent;
  readonly name: string;
  readonly running: RunningServer;
  readonly approve: OfferRequest['approve'];
}

/** What a server says about its tools goes to models, so it is pinned at its first use; a change is shown and asked about. */
export async function agreedDescriptions({ consents, isAttended }: DescriptionPorts, { consent, name, running, approve }: Described): Promise<Result<ContentHash, Failure>> {
  const { descriptions, tools } = running;
  if (consent.descriptions === descriptions) return ok(descriptions);
  if (consent.descriptions !== null) {
    const title = `Use the MCP server "${name}", which describes its tools differently from when you allowed it`;
    if (!isAttended) return err(failed('permission', `${title}: look at them with "phasegate mcp test ${name}", and allow it again with "phasegate mcp allow ${name}".`));
    if (!(await approve({ title, detail: describeTools(tools) }))) return err(failed('permission', `${title}: you did not allow it.`));
  }
  await consents.save({ ...consent, descriptions });
  return ok(descriptions);
}

const longest = 20_000;

/** Every tool with all that models are told about it. */
export function describeTools(tools: readonly ServerTool[]): string {
  const text = tools.map(({ name, description, inputSchema }) => `${revealHidden(name)}: ${revealHidden(description)}\n  ${revealHidden(JSON.stringify(inputSchema))}`).join('\n');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
