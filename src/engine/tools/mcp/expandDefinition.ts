import { addressProblem } from '../../base/webAddress.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { environmentVariable, expandVariables, inputVariable, type McpDefinition, type McpServerEntry, textsOf, variablesIn } from '../../model/mcpServer.ts';

/** What the variables of a definition stand for. */
export interface Variables {
  readonly workspaceFolder: string;
  readonly userHome: string;
  readonly environment: (name: string) => string | undefined;
  /** What the person gave for this server, by id. */
  readonly inputs?: ReadonlyMap<string, string>;
}

/** The definition as it is started: every variable replaced, once. The error says what is missing. */
export function expandDefinition({ definition, source }: Pick<McpServerEntry, 'definition' | 'source'>, variables: Variables): Result<McpDefinition, string> {
  const missing = new Set<string>();
  const expand = (text: string): string => expandVariables(text, (written) => {
    const value = valueOf(written, source === 'user' ? variables : { ...variables, environment: () => undefined });
    if (value === undefined) missing.add(written);
    return value ?? '';
  });
  const expanded = expandAll(definition, expand);
  if (missing.size > 0) return err(`It needs ${[...missing].map((name) => `\${${name}}`).join(', ')}, which your environment does not have.`);
  const problem = expanded.transport === 'http' ? addressProblem(expanded.url) : undefined;
  return problem === undefined ? ok(expanded) : err(`Its address ${problem}.`);
}

function valueOf(written: string, { workspaceFolder, userHome, environment, inputs }: Variables): string | undefined {
  if (written === 'workspaceFolder') return workspaceFolder;
  if (written === 'userHome') return userHome;
  const input = inputVariable(written);
  if (input !== null) return inputs?.get(input);
  const variable = environmentVariable(written);
  return variable === null ? undefined : (environment(variable.name) ?? variable.fallback);
}

function expandAll(definition: McpDefinition, expand: (text: string) => string): McpDefinition {
  const values = (texts: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, expand(text)]));
  if (definition.transport === 'http') return { transport: 'http', url: expand(definition.url), headers: values(definition.headers) };
  const { command, args, env, cwd, network } = definition;
  return { transport: 'stdio', command: expand(command), args: args.map(expand), env: values(env), ...(cwd !== undefined && { cwd: expand(cwd) }), ...(network && { network }) };
}

/** Names of the user's environment variables that a definition is given. */
export function environmentNames(definition: McpDefinition): readonly string[] {
  return [...new Set(textsOf(definition).flatMap(variablesIn).flatMap((written) => environmentVariable(written)?.name ?? []))];
}
