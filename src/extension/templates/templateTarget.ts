import * as vscode from 'vscode';
import * as z from 'zod';
import type { Composition } from '../compose.ts';
import type { LibraryFile } from '../templateLibrary.ts';
import { builtInOf } from './builtInDocuments.ts';

/** Anyone may call a command: from a line of the view, or as another extension. */
const target = z.object({ type: z.enum(['template', 'template-phase']), path: z.string(), phase: z.string().optional() });

export interface TemplateTarget {
  readonly file: LibraryFile;
  /** Where in the template. */
  readonly phase: string | undefined;
}

/** The template meant: the target's, else the person's choice among those that fit. Nothing outside of the library's folders is ever meant. */
export async function templateOf({ templates }: Composition, args: readonly unknown[], fits: (file: LibraryFile) => boolean = () => true): Promise<TemplateTarget | undefined> {
  const { files } = await templates.catalog();
  const [arg] = args;
  const meant = target.safeParse(arg).data;
  if (meant || arg instanceof vscode.Uri) {
    const file = files.find((candidate) => (arg instanceof vscode.Uri ? isAt(candidate, arg) : candidate.path === meant?.path));
    if (file) return { file, phase: meant?.phase };
    void vscode.window.showWarningMessage(vscode.l10n.t('This template is not there any more.'));
    return undefined;
  }
  const labels = { workspace: vscode.l10n.t('this workspace'), user: vscode.l10n.t('yours'), 'built-in': vscode.l10n.t('built in') };
  const items = files.filter(fits).map((file) => ({ label: file.template?.name ?? `${file.id}.json`, description: `${file.id}, ${labels[file.source]}`, ...(file.template?.description !== undefined && { detail: file.template.description }), file }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which template?'), matchOnDescription: true, ignoreFocusOut: true });
  return picked && { file: picked.file, phase: undefined };
}

function isAt({ source, id, path }: LibraryFile, uri: vscode.Uri): boolean {
  return source === 'built-in' ? builtInOf(uri) === id : uri.scheme === 'file' && uri.fsPath === path;
}
