import { statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Loads the bundled extension and activates it, with an editor whose every call answers with another nothing. Says how long that took and what was loaded.
const [dist = ''] = process.argv.slice(2);
const names = [
  'commands', 'window', 'workspace', 'l10n', 'env', 'Uri', 'EventEmitter', 'Disposable', 'TreeItem', 'ThemeIcon', 'ThemeColor', 'languages', 'chat', 'lm', 'tasks', 'extensions', 'FileType', 'FileSystemError',
  'FileChangeType', 'TreeItemCollapsibleState', 'StatusBarAlignment', 'ViewColumn', 'ProgressLocation', 'ConfigurationTarget', 'DiagnosticSeverity', 'Diagnostic', 'Range', 'Position', 'RelativePattern', 'MarkdownString', 'CancellationTokenSource',
];
const editor = `
  const nothing = new Proxy(function () {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : key === Symbol.iterator ? function* () {} : nothing),
    apply: () => nothing, construct: () => nothing,
  });
  ${names.map((name) => `export const ${name} = nothing;`).join('\n')}
  export default nothing;`;

const loaded: string[] = [];
registerHooks({
  resolve: (specifier, context, next) => (specifier === 'vscode' ? { url: 'editor:nothing', shortCircuit: true } : next(specifier, context)),
  load(url, context, next) {
    if (url === 'editor:nothing') return { format: 'module', source: editor, shortCircuit: true };
    if (url.startsWith('file:')) loaded.push(fileURLToPath(url));
    return next(url, context);
  },
});

const entry = join(dist, 'extension.js');
const startedMs = performance.now();
const { activate } = await import(pathToFileURL(entry).href) as { activate: (context: unknown) => unknown };
activate({ subscriptions: [], extensionUri: {}, globalStorageUri: { fsPath: '/nowhere' }, asAbsolutePath: (path: string) => join(dist, path), secrets: {}, workspaceState: {} });
const activationMs = performance.now() - startedMs;
const kilobytes = loaded.reduce((sum, path) => sum + statSync(path).size, 0) / 1_024;
process.stdout.write(JSON.stringify({ activationMs, loaded: loaded.map((path) => relative(dist, path)), loadedKilobytes: kilobytes }));
process.exit(0);
