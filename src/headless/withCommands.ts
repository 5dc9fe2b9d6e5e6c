import type { WorkflowTemplate } from '../engine/model/template.ts';
import { commandsNamedIn, withCommandTexts } from '../engine/workflow/promptSnippets.ts';
import { badUsage } from './exit.ts';
import type { Options } from './options.ts';
import { commandsOf } from './toolbox.ts';

/** The commands that prompts name, in their place. They are the workspace's word, so the person must vouch for it. */
export async function withCommands(template: WorkflowTemplate, { workspace, isTrusted }: Pick<Options, 'workspace' | 'isTrusted'>): Promise<WorkflowTemplate> {
  const named = commandsNamedIn(template);
  if (named.length === 0) return template;
  if (!isTrusted) throw badUsage(`The template uses commands of the workspace or your own: ${named.join(', ')}. Look at them with "phasegate skills list", then add --trust.`);
  const filled = withCommandTexts(template, await commandsOf(workspace));
  if (!filled.ok) throw badUsage(filled.error);
  return filled.value;
}
