import { realpath } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { McpServerEntry } from '../../engine/model/mcpServer.ts';
import { fileConsents } from '../../engine/node/consentFile.ts';
import { nodeFiles } from '../../engine/node/nodeFiles.ts';
import { userFolder } from '../../engine/node/userFolder.ts';
import { findMcpServer } from '../../engine/workflow/mcpFile/findMcpServer.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import { stderrLog } from '../log.ts';
import { mcpServers, probe, serverPorts } from '../mcp.ts';
import type { Options } from '../options.ts';
import { toLine } from '../templates.ts';
import { print } from './inspect.ts';

/** `phasegate mcp list|allow|revoke|test`. */
export async function mcpCommand(options: Options): Promise<ExitCode> {
  const [, action, name] = options.words;
  const place = await placeOf(options);
  if (action === 'list') return list(place);
  if (name === undefined || !(action === 'allow' || action === 'revoke' || action === 'test')) throw badUsage('Say what to do: phasegate mcp list, or phasegate mcp allow|revoke|test NAME');
  if (action === 'revoke') return revoke(place, name);
  const entry = findMcpServer(await mcpServers(place.workspace), name);
  if (!entry.ok) throw badUsage(entry.error.message);
  return action === 'allow' ? allow(place, entry.value) : test(place, entry.value);
}

interface Place {
  readonly options: Options;
  /** Canonical. */
  readonly workspace: string;
  readonly files: Awaited<ReturnType<typeof nodeFiles>>;
  readonly consents: ReturnType<typeof fileConsents>;
}

async function placeOf(options: Options): Promise<Place> {
  const workspace = await realpath(options.workspace);
  return { options, workspace, files: await nodeFiles(workspace), consents: fileConsents(userFolder(), stderrLog(options)) };
}

async function list({ options, workspace, files, consents }: Place): Promise<ExitCode> {
  const [{ describeServer }, { consentTo }] = await Promise.all([import('../../engine/tools/mcp/describeServer.ts'), import('../../engine/tools/mcp/allowServer.ts')]);
  const { servers, problems } = await mcpServers(workspace);
  for (const entry of servers) {
    const { name, source, path, definition } = entry;
    const consent = await consentTo(entry, { consents, files });
    const detail = describeServer(entry);
    print(options, { name, source, path, transport: definition.transport, consent, detail }, () => `${name}: ${consent}\n${indented(detail)}`);
  }
  for (const { path, problems: own } of problems) print(options, { path, problems: own }, () => own.map((problem) => toLine(path, problem)).join('\n'));
  return exitCodes.completed;
}

/** Shows everything, asks where somebody sits at the terminal, starts the server once, and pins what it says about its tools. */
async function allow({ options, workspace, files, consents }: Place, entry: McpServerEntry): Promise<ExitCode> {
  const [{ describeServer }, { definitionHash }, { allowServer }] = await Promise.all([import('../../engine/tools/mcp/describeServer.ts'), import('../../engine/tools/mcp/fingerprints.ts'), import('../../engine/tools/mcp/allowServer.ts')]);
  const definition = await definitionHash(entry.definition, files);
  process.stderr.write(`MCP server "${entry.name}"\n${indented(describeServer(entry))}\n`);
  const isAsked = !options.isJson && process.stdin.isTTY && process.stdout.isTTY;
  if (isAsked && !(await confirm(`Allow it in ${workspace}? [y/N] `))) return exitCodes.failed;
  const ports = { ...(await serverPorts(files, stderrLog(options), options)), consents, now: Date.now };
  const allowed = await allowServer(ports, { entry, definition }, new AbortController().signal);
  if (!allowed.ok) throw badUsage(`It was not allowed, because it does not work. ${allowed.error.message}`);
  const { tools } = allowed.value;
  print(options, { name: entry.name, consent: 'allowed', tools }, () => `Allowed. Its tools, as phases may list them:\n${indented(tools.map(({ name, description }) => `${name}: ${description.split('\n')[0]}`).join('\n'))}`);
  return exitCodes.completed;
}

async function revoke({ options, workspace, consents }: Place, name: string): Promise<ExitCode> {
  const wasAllowed = await consents.remove({ kind: 'mcp-server', workspace, name });
  print(options, { name, consent: 'not-allowed', wasAllowed }, () => (wasAllowed ? `"${name}" is no longer allowed here.` : `"${name}" was not allowed here.`));
  return wasAllowed ? exitCodes.completed : exitCodes.failed;
}

/** Only what was allowed is started. */
async function test({ options, workspace, files, consents }: Place, entry: McpServerEntry): Promise<ExitCode> {
  const { definitionHash } = await import('../../engine/tools/mcp/fingerprints.ts');
  const known = await consents.find({ kind: 'mcp-server', workspace, name: entry.name });
  const definition = await definitionHash(entry.definition, files);
  if (known?.definition !== definition) throw badUsage(`"${entry.name}" ${known ? 'changed since you allowed it' : 'is not allowed yet'}. Look at it with "phasegate mcp list", then: phasegate mcp allow ${entry.name}`);
  const startedMs = performance.now();
  const probed = await probe({ files, log: stderrLog(options), confinement: options, entry, definition });
  const durationMs = Math.round(performance.now() - startedMs);
  if (!probed.ok) {
    print(options, { name: entry.name, ok: false, failure: probed.error, durationMs }, () => probed.error.message);
    return exitCodes.failed;
  }
  const { tools, resources, prompts, descriptions } = probed.value;
  const isChanged = known.descriptions !== null && known.descriptions !== descriptions;
  print(options, { name: entry.name, ok: !isChanged, changed: isChanged, tools, resources, prompts, durationMs }, () => [
    `${entry.name}: ${tools.length} tools, ${resources ?? 'no'} resources, ${prompts ?? 'no'} prompts, ready in ${durationMs} ms.`,
    ...tools.map(({ name, description }) => `  ${name}: ${description.split('\n')[0]}`),
    ...(isChanged ? [`It describes its tools differently from when you allowed it. If that is right: phasegate mcp allow ${entry.name}`] : []),
  ].join('\n'));
  return isChanged ? exitCodes.failed : exitCodes.completed;
}

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

function indented(text: string): string {
  return text.split('\n').map((line) => `    ${line}`).join('\n');
}
