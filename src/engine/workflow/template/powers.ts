import { editorPrefix } from '../../model/editorToolName.ts';
import { mcpPrefix, splitMcpName } from '../../model/mcpName.ts';
import { isOwnToolName } from '../../model/ownTool.ts';
import { toolsOf, type PhaseDefinition, type WorkflowTemplate } from '../../model/template.ts';
import { isToolName, toolEffects, type ToolEffect } from '../../model/toolName.ts';

/** Something a template asks for that a person should know of before they take it over. */
export interface TemplatePower {
  readonly kind: 'files' | 'commands' | 'mcp' | 'editor-tool' | 'own-tool' | 'model' | 'goes-on';
  /** A sentence without its end: `changes files, with edit_file and write_file`. */
  readonly text: string;
  /** Ids of the phases that ask for it. */
  readonly phases: readonly string[];
}

/** What a template asks for beyond looking at the workspace with the models that its user has chosen. */
export function powersOf({ phases, defaults }: WorkflowTemplate): readonly TemplatePower[] {
  const powers = new Map<string, TemplatePower>();
  const add = (kind: TemplatePower['kind'], text: string, phase: string): void => {
    const known = powers.get(text);
    powers.set(text, { kind, text, phases: [...new Set([...(known?.phases ?? []), phase])] });
  };
  for (const phase of phases) {
    const tools = toolsOf(phase);
    const having = (effect: ToolEffect): string => tools.filter((name) => isToolName(name) && toolEffects[name] === effect).toSorted().join(' and ');
    if (having('workspace') !== '') add('files', `changes files, with ${having('workspace')}`, phase.id);
    if (having('process') !== '') add('commands', `runs programs, with ${having('process')}`, phase.id);
    for (const name of tools.filter((tool) => tool.startsWith(mcpPrefix))) add('mcp', `uses the MCP server "${splitMcpName(name).server}"`, phase.id);
    for (const name of tools.filter((tool) => tool.startsWith(editorPrefix))) add('editor-tool', `uses "${name.slice(editorPrefix.length)}" of the editor's extensions`, phase.id);
    for (const name of tools.filter(isOwnToolName)) add('own-tool', `runs the tool "${name}" of .phasegate/tools`, phase.id);
    for (const model of modelsOf(phase, defaults?.model)) add('model', `sends its work to ${model}`, phase.id);
    if (phase.autoProceed === true) add('goes-on', 'goes on by itself, even with auto mode off', phase.id);
  }
  return [...powers.values()];
}

/** Exact models: aliases such as `balanced` are the user's own choice. */
function modelsOf({ model, review }: PhaseDefinition, fallback: string | undefined): readonly string[] {
  return [model ?? fallback ?? '', ...(review?.by ?? [])].filter((name) => name.includes('/'));
}
