import { err, ok, type Result } from '../base/result.ts';
import type { WorkflowTemplate } from '../model/template.ts';
import { type Placeholder, placeholdersOf } from './template/placeholders.ts';

/** The commands (`commands/NAME.md`) that prompts name as `{{command.NAME}}`. */
export function commandsNamedIn({ phases }: WorkflowTemplate): readonly string[] {
  return [...new Set(phases.flatMap(({ prompt }) => placeholdersOf(prompt)).flatMap((placeholder) => commandOf(placeholder) ?? []))];
}

/** The template with the text of each command in its place, for good: its run never sees a later edit. What a text holds is no placeholder. */
export function withCommandTexts(template: WorkflowTemplate, texts: ReadonlyMap<string, string>): Result<WorkflowTemplate, string> {
  const missing = commandsNamedIn(template).filter((name) => !texts.has(name));
  if (missing.length > 0) return err(`The template "${template.id}" names ${missing.map((name) => `{{command.${name}}}`).join(', ')}, and there is no such command. ${texts.size === 0 ? 'There are none' : `There are: ${[...texts.keys()].join(', ')}`}. A command is a file commands/NAME.md of the workspace, or your own.`);
  return ok({ ...template, phases: template.phases.map((phase) => ({ ...phase, prompt: filled(phase.prompt, texts) })) });
}

function filled(prompt: string, texts: ReadonlyMap<string, string>): string {
  const parts: string[] = [];
  let end = 0;
  for (const placeholder of placeholdersOf(prompt)) {
    const text = texts.get(commandOf(placeholder) ?? '');
    if (text === undefined) continue;
    parts.push(prompt.slice(end, placeholder.start), plain(text));
    end = placeholder.end;
  }
  return parts.join('') + prompt.slice(end);
}

function commandOf({ path: [root, name, ...more] }: Placeholder): string | undefined {
  return root === 'command' && more.length === 0 ? name : undefined;
}

/** Two braces in a row would be read as a placeholder when the phase runs; the last one could meet another. */
function plain(text: string): string {
  return text.replaceAll(/\{(?=\{|$)/g, '{ ');
}
