import * as vscode from 'vscode';

/** Built-in templates as documents that cannot be edited. */
export const builtInScheme = 'phasegate-template';

export function builtInUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: builtInScheme, path: `/${id}.json` });
}

/** The id that `builtInUri` was made of; `undefined` for any other address. */
export function builtInOf({ scheme, path }: vscode.Uri): string | undefined {
  return scheme === builtInScheme ? /^\/([a-z0-9-]+)\.json$/.exec(path)?.[1] : undefined;
}

export function registerBuiltInDocuments(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(builtInScheme, {
    async provideTextDocumentContent(uri) {
      const { readTemplateText } = await import('../../engine/node/templateText.ts');
      const id = builtInOf(uri);
      const text = id === undefined ? undefined : await readTemplateText(context.asAbsolutePath(`templates/${id}.json`));
      return text?.ok ? text.value : vscode.l10n.t('There is no built-in template under this address.');
    },
  });
}
