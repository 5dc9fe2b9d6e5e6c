/**
 * What a tool may do to the world outside the conversation. `workspace` changes files, `process` starts programs;
 * both are never repeated silently, and phases that hold them never overlap.
 */
export type ToolEffect = 'none' | 'person' | 'workspace' | 'process';

/** The built-in tools. Templates may name these; the executor offers a phase nothing else. */
export const toolEffects = {
  read_file: 'none',
  list_files: 'none',
  find_files: 'none',
  search_text: 'none',
  get_artifact: 'none',
  read_changes: 'none',
  diagnostics: 'none',
  find_symbol: 'none',
  load_skill: 'none',
  write_file: 'workspace',
  edit_file: 'workspace',
  run_command: 'process',
  background_command: 'process',
  git: 'process',
  ask_user: 'person',
} as const satisfies Record<string, ToolEffect>;

export type ToolName = keyof typeof toolEffects;

export const readOnlyTools: readonly ToolName[] = ['read_file', 'list_files', 'find_files', 'search_text', 'get_artifact', 'load_skill'];

/** What a reviewer may look at: also what changed, and what language servers say of it. */
export const reviewerTools: readonly ToolName[] = [...readOnlyTools, 'read_changes', 'diagnostics', 'find_symbol'];

/** Always offered; ends the phase. Never named by a template. */
export const submitArtifactTool = 'submit_artifact';

export function isToolName(name: string): name is ToolName {
  return Object.hasOwn(toolEffects, name);
}

export function isWriter(name: string): boolean {
  const effect: ToolEffect = isToolName(name) ? toolEffects[name] : 'process';
  return effect === 'workspace' || effect === 'process';
}
