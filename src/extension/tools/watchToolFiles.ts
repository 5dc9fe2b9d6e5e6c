import * as vscode from 'vscode';

/** The user's own MCP servers. */
export const mcpSetting = 'phasegate.mcpServers';

/** Each folder by itself: the watcher of the whole workspace loses folders that are created within each other at once. */
const places: readonly (readonly [folder: string, files: string])[] = [
  ['.', '{.mcp.json,mcp.json,AGENTS.md,CLAUDE.md}'], ['.vscode', 'mcp.json'], ['commands', '*.md'], ['skills', '**'],
  ['.phasegate', '{tools,skills,commands}/**'], ['.claude', '{skills,commands}/**'], ['.agents', 'skills/**'],
];

/** Many files may change at once. */
const settleMs = 300;

/** Tells soon after anything changed that the workspace or the settings bring along for phases. */
export function watchToolFiles(changed: () => void): vscode.Disposable {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  if (!workspace) return new vscode.Disposable(() => {});
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, settleMs);
  };
  const watchers = places.map(([folder, files]) => vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(workspace.uri, folder), files)));
  return vscode.Disposable.from(
    ...watchers.flatMap((watcher) => [watcher, watcher.onDidCreate(soon), watcher.onDidChange(soon), watcher.onDidDelete(soon)]),
    vscode.workspace.onDidSaveTextDocument(soon),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(mcpSetting) && soon()),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}
