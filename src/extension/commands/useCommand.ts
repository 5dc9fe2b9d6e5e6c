import { basename } from 'node:path';
import * as vscode from 'vscode';
import { longestSteering } from '../../engine/model/steering.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { guidanceRoots } from '../../engine/node/guidanceRoots.ts';
import { type CommandText, commandTexts } from '../../engine/tools/guidance/commandTexts.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import type { Composition } from '../compose.ts';
import { toolTargetOf } from '../tools/toolTarget.ts';
import { askInputs } from './askInputs.ts';
import { withOwnEngine } from './commandScope.ts';
import { createProject } from './newProject.ts';
import { send } from './send.ts';

/** What a command's file says becomes the goal of a new run, or a message to a phase at work. */
export const useCommand = withOwnEngine(async (composition, args) => {
  const command = await commandMeant(composition, args);
  const text = command && (await withArguments(command));
  if (!command || text === undefined) return;
  const place = await choosePlace(composition, command);
  if (place?.type === 'phase') await write(composition, place, text);
  if (place?.type === 'template') await begin(composition, place.template, text);
});

async function commandMeant({ files }: Composition, args: readonly unknown[]): Promise<CommandText | undefined> {
  const commands = await commandTexts(await guidanceRoots(files), new AbortController().signal);
  const meant = toolTargetOf(args);
  if (meant?.type === 'guidance') return commands.find(({ path }) => path === meant.path);
  if (commands.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('There is no command. Write one: a file such as commands/review.md that says what to do.'));
  const items = commands.map((command) => ({ label: command.name, description: command.description, command }));
  return items.length === 0 ? undefined : (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which command?'), matchOnDescription: true }))?.command;
}

const placeForArguments = /\$ARGUMENTS\b/g;

/** A command that names its arguments is given them, once each, as they are typed. */
async function withArguments({ name, text }: CommandText): Promise<string | undefined> {
  if (text.search(placeForArguments) < 0) return text;
  const given = await vscode.window.showInputBox({ title: name, prompt: vscode.l10n.t('What should stand for $ARGUMENTS in this command?'), ignoreFocusOut: true });
  return given === undefined ? undefined : text.replaceAll(placeForArguments, () => given);
}

type Place = { readonly type: 'phase'; readonly phase: PhaseView } | { readonly type: 'template'; readonly template: WorkflowTemplate };

async function choosePlace({ templates, focus }: Composition, { name }: CommandText): Promise<Place | undefined> {
  const phases = (focus.view?.phases ?? []).filter(({ commands }) => commands.includes('steer'));
  const entries = (await templates.list()).toSorted((left, right) => Number(right.template.isDefault === true) - Number(left.template.isDefault === true));
  const items: readonly (vscode.QuickPickItem & { readonly place: Place })[] = [
    ...phases.map((phase) => ({ label: vscode.l10n.t('Write to {0}', phase.name), description: vscode.l10n.t('its model is told at its next turn'), place: { type: 'phase', phase } as const })),
    ...entries.map(({ template }) => ({ label: template.name, description: vscode.l10n.t('a new run with this goal'), place: { type: 'template', template } as const })),
  ];
  return (await vscode.window.showQuickPick(items, { title: name, placeHolder: vscode.l10n.t('Where to?') }))?.place;
}

async function write(composition: Composition, { phase }: Extract<Place, { type: 'phase' }>, text: string): Promise<void> {
  const run = composition.focus.state?.id;
  if (text.length > longestSteering) void vscode.window.showErrorMessage(vscode.l10n.t('A message has at most {0} characters.', String(longestSteering)));
  else if (run !== undefined) await send(composition, run, { type: 'steer', phase: phase.id, text });
}

async function begin(composition: Composition, template: WorkflowTemplate, goal: string): Promise<void> {
  const further = await askInputs(composition, template, { title: template.name, before: 0, known: { goal } });
  if (further?.type !== 'answer') return;
  const run = await createProject(composition, { name: basename(composition.workspace), inputs: { ...further.value, goal }, template });
  await vscode.commands.executeCommand('phasegate.openPipeline', { type: 'run', run });
}
