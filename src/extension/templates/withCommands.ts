import type { WorkflowTemplate } from '../../engine/model/template.ts';
import type { Files } from '../../engine/ports/files.ts';
import { commandsNamedIn, withCommandTexts } from '../../engine/workflow/promptSnippets.ts';

/** The commands that prompts name, in their place; throws with what is missing. */
export async function withCommands(template: WorkflowTemplate, files: Files): Promise<WorkflowTemplate> {
  if (commandsNamedIn(template).length === 0) return template;
  const [{ commandTexts }, { guidanceRoots }] = await Promise.all([import('../../engine/tools/guidance/commandTexts.ts'), import('../../engine/node/guidanceRoots.ts')]);
  const commands = await commandTexts(await guidanceRoots(files), new AbortController().signal);
  const filled = withCommandTexts(template, new Map(commands.map(({ name, text }) => [name, text])));
  if (!filled.ok) throw new Error(filled.error);
  return filled.value;
}
