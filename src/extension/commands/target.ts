import * as vscode from 'vscode';
import * as z from 'zod';
import { artifactId, executionId, phaseId, projectId, runId, toolCallId, type PhaseId, type RunId } from '../../engine/model/ids.ts';
import type { AllowedCommand, PhaseView, RunView } from '../../engine/workflow/runView.ts';
import type { Composition } from '../compose.ts';
import { labelOf } from '../views/status.ts';

/** What a command was called on: a line of a tree, or what a webview or another extension says. Anyone may call a command. */
const target = z.discriminatedUnion('type', [
  z.object({ type: z.literal('project'), project: projectId }),
  z.object({ type: z.literal('run'), run: runId }),
  z.object({ type: z.literal('phase'), run: runId, phase: phaseId }),
  z.object({ type: z.literal('execution'), run: runId, phase: phaseId, execution: executionId }),
  z.object({ type: z.literal('call'), run: runId, phase: phaseId, call: toolCallId }),
  z.object({ type: z.literal('artifact'), artifact: artifactId }),
]);
export type Target = z.infer<typeof target>;

export function targetOf(args: readonly unknown[]): Target | undefined {
  return target.safeParse(args[0]).data;
}

/** The run meant: the target's, else the one this window looks at. */
export async function runOf({ runs, focus }: Composition, args: readonly unknown[]): Promise<RunView | undefined> {
  const meant = targetOf(args);
  const view = meant && 'run' in meant ? await runs.view(meant.run) : focus.view;
  if (!view) void vscode.window.showInformationMessage(vscode.l10n.t('There is no run yet. Start one first.'));
  return view;
}

export interface PhaseTarget {
  readonly run: RunId;
  readonly phase: PhaseView;
}

/** The phase meant: the target's; else the only one that allows the command; else the person's choice. */
export async function phaseAllowing(composition: Composition, args: readonly unknown[], command: AllowedCommand): Promise<PhaseTarget | undefined> {
  const view = await runOf(composition, args);
  if (!view) return undefined;
  const meant = targetOf(args);
  const named = meant && 'phase' in meant ? view.phases.find(({ id }) => id === meant.phase) : undefined;
  if (named) return { run: view.run.id, phase: named };
  const phase = await choosePhase(view.phases.filter(({ commands }) => commands.includes(command)), vscode.l10n.t('No phase of this run allows that now.'));
  return phase && { run: view.run.id, phase };
}

/** At once where there is only one. */
export async function choosePhase(phases: readonly PhaseView[], none: string): Promise<PhaseView | undefined> {
  const [first] = phases;
  if (!first) void vscode.window.showInformationMessage(none);
  if (phases.length <= 1) return first;
  const picked = await vscode.window.showQuickPick(phases.map((phase) => ({ label: phase.name, description: labelOf(phase.status), phase })), { placeHolder: vscode.l10n.t('Which phase?') });
  return picked?.phase;
}

export function phaseIdOf(args: readonly unknown[]): PhaseId | undefined {
  const meant = targetOf(args);
  return meant && 'phase' in meant ? meant.phase : undefined;
}
