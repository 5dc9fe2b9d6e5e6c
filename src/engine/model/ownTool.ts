import * as z from 'zod';
import { editorPrefix } from './editorToolName.ts';
import { jsonSchema } from './json.ts';
import { mcpPrefix } from './mcpName.ts';
import { isToolName, type ToolEffect } from './toolName.ts';

const argument = z.string().max(4_000).regex(/^[^\0]*$/, 'holds a zero byte');

/** Arguments that are there only when the model gives a value: `{ "when": "limit", "args": ["--limit", "{{limit}}"] }`. */
const conditionalArguments = z.strictObject({
  when: z.string().min(1).describe('The property that must be given, and not be false'),
  args: z.array(argument).min(1).max(50).describe('Arguments; {{name}} stands for the value of a property'),
});

/** `read` only looks, `edit` changes files of the workspace, `run` may do anything. */
const permissionClass = z.enum(['read', 'edit', 'run']);

/** A file in `.phasegate/tools`: a tool without code (SPEC X6). */
export const ownTool = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z][a-z0-9_-]*$/, 'must begin with a lower-case letter and go on with such letters, digits, _ or -').max(64).describe('What templates and models call it'),
  description: z.string().trim().min(1).max(4_000).describe('For the model: what it does, when to use it, what it answers'),
  inputSchema: jsonSchema.optional().describe('JSON Schema 2020-12 of the input, an object; no input unless given'),
  command: z.array(z.union([argument, conditionalArguments])).min(1).max(200).describe('Program and arguments, no shell. {{name}} stands for the value of a property and stays one argument'),
  cwd: z.string().min(1).max(1_000).optional().describe('Folder to run in, relative to the workspace root; the root unless given'),
  timeoutSeconds: z.number().int().min(1).max(1_800).optional().describe('It is ended after this; 120 unless given'),
  permission: permissionClass.optional().describe('What it may do: read only looks and is not asked about, edit counts as a file change, run (unless given) as a command'),
});
export type OwnTool = z.infer<typeof ownTool>;
export type CommandPart = OwnTool['command'][number];

export const ownToolDefaults = { timeoutSeconds: 120, permission: 'run' } as const;

/** A placeholder in an argument; the first group is the name of the property. */
export const placeholder = /\{\{\s*([A-Za-z_][\w-]*)\s*\}\}/g;

export function effectOf({ permission = ownToolDefaults.permission }: OwnTool): ToolEffect {
  switch (permission) {
    case 'read':
      return 'none';
    case 'edit':
      return 'workspace';
    case 'run':
      return 'process';
  }
}

/** Where a workspace keeps its tools, from its root. */
export const ownToolFolder = '.phasegate/tools';

/** Names that are neither built in nor a server's or the editor's: only these can be tools of the workspace. */
export function isOwnToolName(name: string): boolean {
  return !isToolName(name) && !name.startsWith(mcpPrefix) && !name.startsWith(editorPrefix);
}
