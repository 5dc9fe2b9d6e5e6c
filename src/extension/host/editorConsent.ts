import * as vscode from 'vscode';
import { fileConsents } from '../../engine/node/consentFile.ts';
import { userFolder } from '../../engine/node/userFolder.ts';
import type { ObtainConsent } from '../../engine/ports/consents.ts';
import type { Log } from '../../engine/ports/log.ts';
import { consentGate } from '../../engine/tools/consent/consentGate.ts';

/** What a workspace brings along is asked about once for each definition, as an approval of the phase that needs it. */
export function editorConsent(workspace: string, log: Log): ObtainConsent {
  const howTo = (): string => vscode.l10n.t('Retry the phase to be asked again.');
  const obtain = consentGate({ consents: fileConsents(userFolder(), log), workspace, now: Date.now, isAttended: true, howTo });
  return (request, approve) => obtain(request, async (approval) => vscode.workspace.isTrusted && approve(approval));
}
