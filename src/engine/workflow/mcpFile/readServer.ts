import { addressProblem } from '../../base/webAddress.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { environmentVariable, inputVariable, type McpInput, type McpServerEntry, type McpSource, variablesIn } from '../../model/mcpServer.ts';
import { fieldOf, isObject, listOf, textOf } from '../template/looseTemplate.ts';
import type { Finding, Path } from '../template/problem.ts';

export interface WrittenServer {
  readonly key: string;
  readonly value: JsonObject;
  readonly place: Path;
  readonly source: McpSource;
  /** What the file asks the person for, by id. */
  readonly inputs: ReadonlyMap<string, McpInput>;
}

type Report = (key: string, message: string, severity?: Finding['severity']) => undefined;

const longestName = 40;

/** One server, or nothing where a problem stands in its way; every problem is reported. */
export function readServer(written: WrittenServer, findings: Finding[]): Pick<McpServerEntry, 'name' | 'definition'> | undefined {
  const { key, value, place } = written;
  const before = findings.length;
  const report: Report = (at, message, severity = 'error') => {
    findings.push({ path: at === '' ? place : [...place, at], code: 'shape', message, severity });
    return undefined;
  };
  const name = toServerName(key);
  if (name === '' || name.length > longestName) report('', `"${key}" cannot be the name of a server: it must leave between 1 and ${longestName} letters, digits, _ or -.`);
  const definition = fieldOf(value, 'url') === undefined ? readProgram(value, report) : readAddress(value, report);
  for (const ignored of ['autoApprove', 'alwaysAllow', 'trust', 'envFile'].filter((other) => fieldOf(value, other) !== undefined)) {
    report(ignored, ignored === 'envFile' ? '"envFile" is not read: write the variables into "env".' : `"${ignored}" is ignored: what a server may do is decided by you, call by call or by your rules.`, 'warning');
  }
  if (definition) variableFindings(written, report);
  return definition && findings.slice(before).every(({ severity }) => severity === 'warning') ? { name, definition } : undefined;
}

/** What may stand in the name of a tool; a double underscore ends the name of the server there. */
export function toServerName(key: string): string {
  return key.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/_{2,}/g, '_').replace(/^[-_]+|[-_]+$/g, '');
}

function readProgram(value: JsonObject, report: Report): McpServerEntry['definition'] | undefined {
  const command = textOf(value['command']);
  if (command === undefined || command.trim() === '') return report('', 'A server has a "command" to start, or a "url" to reach it.');
  const args = listOf(value['args']);
  if (value['args'] !== undefined && !(Array.isArray(value['args']) && args.every((arg: Json) => typeof arg === 'string'))) return report('args', '"args" must be a list of texts.');
  const [env, cwd] = [textsOf(value, 'env', report), textOf(value['cwd'])];
  if (env === undefined) return undefined;
  if (value['cwd'] !== undefined && cwd === undefined) return report('cwd', '"cwd" must be a text.');
  const network = value['network'];
  if (network !== undefined && typeof network !== 'boolean') return report('network', '"network" must be true or false: whether it needs the network in a sandbox too.');
  if ([command, ...args.map(String), ...Object.entries(env).flat(), cwd ?? ''].some((text) => text.includes('\0'))) return report('', 'A value holds a zero byte.');
  return { transport: 'stdio', command, args: args.map(String), env, ...(cwd !== undefined && { cwd }), ...(network === true && { network }) };
}

function readAddress(value: JsonObject, report: Report): McpServerEntry['definition'] | undefined {
  const url = textOf(value['url']);
  if (url === undefined) return report('url', '"url" must be a text.');
  if (value['type'] === 'sse') return report('type', 'Servers of the old kind "sse" are not supported; most have an address for "http" now.');
  const problem = variablesIn(url).length > 0 ? undefined : addressProblem(url);
  if (problem !== undefined) return report('url', `The address ${JSON.stringify(url.slice(0, 200))} ${problem}.`);
  const headers = textsOf(value, 'headers', report);
  return headers && { transport: 'http', url, headers };
}

function textsOf(value: JsonObject, key: string, report: Report): Readonly<Record<string, string>> | undefined {
  const written = value[key];
  if (written === undefined) return {};
  if (!isObject(written)) return report(key, `"${key}" must be an object of texts.`);
  const entries = Object.entries(written).map(([name, text]) => [name, typeof text === 'number' || typeof text === 'boolean' ? String(text) : text] as const);
  if (entries.some(([, text]) => typeof text !== 'string')) return report(key, `"${key}" must be an object of texts.`);
  return Object.fromEntries(entries.flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])));
}

/** A workspace never gets at the user's variables: what a repository writes into a file must not carry keys away. */
function variableFindings({ value, source, inputs }: WrittenServer, report: Report): void {
  for (const [key, part] of Object.entries(value)) {
    const written = [...new Set(textsIn(part).flatMap(variablesIn))].filter((name) => name !== 'workspaceFolder' && name !== 'userHome');
    for (const name of written) {
      const [environment, input] = [environmentVariable(name), inputVariable(name)];
      if (input !== null) {
        if (!inputs.has(input)) report(key, `\${${name}} is not among the "inputs" of this file. Add there: { "type": "promptString", "id": ${JSON.stringify(input)}, "description": "…", "password": true }.`);
      } else if (environment === null) report(key, `\${${name}} is not known here. Known: \${workspaceFolder}, \${userHome}, \${input:ID} of the file's "inputs", and in your own file \${NAME} of your environment.`);
      else if (source === 'workspace') report(key, `\${${name}} would give your environment variable ${environment.name} to a server that the workspace defines. Define the server in your own mcp.json to use it.`);
    }
  }
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => textsIn(item));
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
