import * as z from 'zod';

const texts = z.record(z.string(), z.string());

/** A program that talks over its standard streams, or an address. Values may hold `${…}`; see `expandVariables`. */
export const mcpDefinition = z.discriminatedUnion('transport', [
  z.strictObject({
    transport: z.literal('stdio'), command: z.string().min(1), args: z.array(z.string()), env: texts, cwd: z.string().optional(),
    /** In a sandbox too. */
    network: z.literal(true).optional(),
  }),
  z.strictObject({ transport: z.literal('http'), url: z.string().min(1), headers: texts }),
]);
export type McpDefinition = z.infer<typeof mcpDefinition>;

/** Whose definition it is: that of a workspace never sees the user's environment. */
export type McpSource = 'workspace' | 'user';

/** Something that the person is asked for once, and that a definition names as `${input:id}`. */
export interface McpInput {
  readonly id: string;
  readonly description: string;
  /** Kept where keys are kept, and nowhere shown. */
  readonly isSecret: boolean;
  readonly default?: string;
  /** One of these. */
  readonly options?: readonly string[];
}

/** A server that phases may use, by the name that stands in the names of its tools. */
export interface McpServerEntry {
  readonly name: string;
  readonly source: McpSource;
  /** Of the file, or the name of the setting, that defines it. */
  readonly path: string;
  readonly definition: McpDefinition;
  /** Those that the definition names. */
  readonly inputs?: readonly McpInput[];
}

const variable = /\$\{([^}]*)\}/g;

/** The variables in a text, as written between the braces. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(variable)].map(([, name = '']) => name);
}

/** Replaces every `${…}` once; what a value holds is not looked at again. */
export function expandVariables(text: string, lookup: (name: string) => string): string {
  return text.replaceAll(variable, (_, name: string) => lookup(name));
}

/** The id behind `${input:id}`; `null` for any other variable. */
export function inputVariable(written: string): string | null {
  return written.startsWith('input:') ? written.slice('input:'.length) : null;
}

/** Every text of a definition that may hold variables. */
export function textsOf(definition: McpDefinition): readonly string[] {
  if (definition.transport === 'http') return [definition.url, ...Object.values(definition.headers)];
  return [definition.command, ...definition.args, ...Object.values(definition.env), definition.cwd ?? ''];
}

/** The name of an environment variable behind `${NAME}`, `${NAME:-default}` or `${env:NAME}`; `null` for any other variable. */
export function environmentVariable(written: string): { readonly name: string; readonly fallback: string | undefined } | null {
  const [, name, fallback] = /^(?:env:)?([A-Za-z_]\w*)(?::-([^]*))?$/.exec(written) ?? [];
  return name === undefined || places.includes(name) ? null : { name, fallback };
}

/** Variables that stand for a folder. */
const places: readonly string[] = ['workspaceFolder', 'userHome'];
