import * as vscode from 'vscode';
import type { Session } from '../session.ts';
import { DecisionFiles } from './decisionFiles.ts';
import { artifactScheme, editScheme } from './documentUris.ts';

/** Artifacts and tool calls as read-only documents; outputs that wait for a decision as files that can be saved. */
export function registerDocuments(session: Session): vscode.Disposable {
  const files = new DecisionFiles(session);
  return vscode.Disposable.from(
    files,
    vscode.workspace.registerTextDocumentContentProvider(artifactScheme, {
      async provideTextDocumentContent(uri) {
        const { documentText } = await import('./documentText.ts');
        const composition = await session.open();
        return composition ? documentText(composition, uri) : vscode.l10n.t('Phasegate is not ready.');
      },
    }),
    vscode.workspace.registerFileSystemProvider(editScheme, files, { isCaseSensitive: true }),
  );
}
