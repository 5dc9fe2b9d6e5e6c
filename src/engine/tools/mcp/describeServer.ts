import { revealHidden } from '../../base/hiddenText.ts';
import { redact } from '../../base/redact.ts';
import type { McpServerEntry } from '../../model/mcpServer.ts';
import { environmentNames } from './expandDefinition.ts';

const secretName = /key|token|secret|passw|auth|credential|cookie|session/i;

/** One line: what would be started or reached, whole. */
export function serverTitle({ name, definition }: McpServerEntry): string {
  if (definition.transport === 'http') return `Connect to the MCP server "${name}" at ${visible(definition.url)}`;
  return `Start the MCP server "${name}": ${[definition.command, ...definition.args].map(quoted).join(' ')}`;
}

/** The whole definition for a person. Of values that look like secrets the beginning and the length; the file has the rest. */
export function describeServer({ definition, path, source, inputs = [] }: McpServerEntry): string {
  const given = environmentNames(definition);
  const own = [...(given.length === 0 ? [] : [`from your environment: ${given.join(', ')}`]), ...(inputs.length === 0 ? [] : [`asked of you once: ${inputs.map(({ id }) => visible(id)).join(', ')}`])];
  const defined = `defined in: ${path}${source === 'workspace' ? ' (part of this workspace)' : ' (your own)'}`;
  if (definition.transport === 'http') return [`connects to: ${visible(definition.url)}`, `headers: ${listed(definition.headers)}`, ...own, defined].join('\n');
  return [
    `starts: ${[definition.command, ...definition.args].map(quoted).join(' ')}`,
    `in: ${definition.cwd === undefined ? 'the workspace folder' : visible(definition.cwd)}`,
    `environment: a fixed one without keys; besides ${listed(definition.env)}`,
    ...own,
    defined,
    ...(definition.network ? ['network: it asks for it, also where the sandbox has none'] : []),
    'It runs with your rights, outside of any limits on the tools of a phase; in the sandbox where that is switched on.',
  ].join('\n');
}

function listed(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values);
  return entries.length === 0 ? 'nothing' : entries.map(([name, value]) => `${visible(name)}=${secretName.test(name) && !value.includes('${') ? masked(value) : quoted(value)}`).join(' ');
}

function masked(value: string): string {
  return value.length < 8 ? '…' : `${visible(value.slice(0, 3))}… (${value.length} characters)`;
}

function quoted(text: string): string {
  const shown = visible(text);
  return /^[\w./:=@%+,${}-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}

function visible(text: string): string {
  return redact(revealHidden(text).replaceAll('\n', '⏎'), []);
}
