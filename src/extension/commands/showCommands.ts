import * as vscode from 'vscode';
import { artifactUri, toolCallUri } from '../editors/documentUris.ts';
import { showInspector } from '../views/inspectorPanel.ts';
import { nameOf } from '../views/artifactName.ts';
import { showPipelinePanel } from '../views/pipelinePanel.ts';
import type { ArtifactId } from '../../engine/model/ids.ts';
import type { Composition } from '../compose.ts';
import { type Handler, withEngine } from './commandScope.ts';
import { phaseIdOf, runOf, targetOf } from './target.ts';

/** Shows the run and phase meant, or the run in focus. Without a folder or trust the panel itself says so. */
export const openPipeline: Handler = async ({ session, context }, args) => {
  const target = targetOf(args);
  const composition = await session.open();
  if (composition && target && 'run' in target) await composition.focus.select(target.run);
  showPipelinePanel(session, context.extensionUri, phaseIdOf(args));
};

/** A click on a run or phase: the views turn to it; the panel only follows where it is open. */
export const showRun = withEngine(async ({ focus }, args, { context, session }) => {
  const target = targetOf(args);
  if (!target || !('run' in target)) return;
  await focus.select(target.run);
  showPipelinePanel(session, context.extensionUri, phaseIdOf(args));
});

/** Turns to the run that the one meant was forked from. */
export const showParentRun = withEngine(async (composition, args) => {
  const parent = (await runOf(composition, args))?.run.parent;
  if (parent) await vscode.commands.executeCommand('phasegate.openPipeline', { type: 'run', run: parent.run });
});

export const inspectArtifact = withEngine(async (composition, args, { session, context }) => {
  const artifact = await artifactMeant(composition, args);
  if (artifact) await showInspector(session, context.extensionUri, artifact);
});

export const openArtifactJson = withEngine(async (composition, args) => {
  const id = await artifactMeant(composition, args);
  const artifact = id && (await composition.runs.artifact(id));
  if (artifact) await showDocument(artifactUri(artifact));
});

export const showToolCall = withEngine(async ({ runs }, args) => {
  const target = targetOf(args);
  const call = target?.type === 'call' ? await runs.toolCall(target) : undefined;
  if (call) await showDocument(toolCallUri(call));
});

async function showDocument(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}

/** The target's artifact; else that of its phase; else the person's choice among those of the run in focus. */
async function artifactMeant({ runs, focus }: Composition, args: readonly unknown[]): Promise<ArtifactId | undefined> {
  const target = targetOf(args);
  if (target?.type === 'artifact') return target.artifact;
  const run = target && 'run' in target ? target.run : focus.state?.id;
  const view = run && (await runs.view(run));
  if (!view) return undefined;
  const phase = phaseIdOf(args);
  const own = view.phases.find(({ id }) => id === phase)?.artifact;
  if (own) return own.id;
  const items = (await runs.artifacts(view.run.id)).map((artifact) => ({
    label: nameOf(artifact, view.phases.find(({ id }) => id === artifact.phase)?.name ?? artifact.phase),
    description: artifact.type,
    id: artifact.id,
  }));
  if (items.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('No phase of this run has completed yet.'));
  return items.length === 0 ? undefined : (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which artifact?') }))?.id;
}
