import { join } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { toolCallId } from '../../engine/model/ids.ts';
import { withEngine } from '../commands/commandScope.ts';
import { choosePhase, runOf, targetOf } from '../commands/target.ts';
import { nothingUri, proposalUri } from '../editors/documentUris.ts';
import { changeProposedBy } from './changeProposedBy.ts';

const proposing = z.object({ call: toolCallId });

/** The file of a call that waits for permission, as it is and as the call would leave it, in the editor's own diff. The question stays open. */
export const showProposal = withEngine(async (composition, args) => {
  const view = await runOf(composition, args);
  if (!view) return;
  const meant = targetOf(args);
  const waiting = view.phases.filter(({ id, wait }) => wait?.reason === 'approval' && wait.question.effect?.type === 'write' && (!meant || !('phase' in meant) || meant.phase === id));
  const phase = await choosePhase(waiting, vscode.l10n.t('No phase of this run asks for permission to change a file now.'));
  if (!phase || phase.wait?.reason !== 'approval') return;
  const call = proposing.safeParse(args[1]).data?.call ?? phase.wait.question.call;
  const asked = { run: view.run.id, phase: phase.id, call };
  const change = await changeProposedBy(composition, asked);
  if (!change.ok) return void vscode.window.showWarningMessage(change.error);
  const { path, before } = change.value;
  const now = before === null ? nothingUri(path) : vscode.Uri.file(join(composition.workspace, path));
  await vscode.commands.executeCommand('vscode.diff', now, proposalUri({ ...asked, path }), vscode.l10n.t('{0} (now ↔ proposed by {1})', path, phase.name), { preview: true });
});
