import type { CodeIntelligence } from '../ports/codeIntelligence.ts';
import type { Files } from '../ports/files.ts';
import type { Log } from '../ports/log.ts';
import type { Shell } from '../ports/shell.ts';
import type { Tool, Toolbox } from '../ports/tool.ts';
import { askUserTool } from './askUser.ts';
import { BackgroundCommands } from './background/backgroundCommands.ts';
import { backgroundCommandTool } from './background/backgroundCommandTool.ts';
import { diagnosticsTool } from './diagnostics.ts';
import { editFileTool } from './editFile.ts';
import { findFilesTool } from './findFiles.ts';
import { findSymbolTool } from './findSymbol.ts';
import { getArtifactTool } from './getArtifact.ts';
import { gitTool } from './git.ts';
import { listFilesTool } from './listFiles.ts';
import { readChangesTool } from './readChanges.ts';
import { readFileTool } from './readFile.ts';
import { readMemory } from './readMemory.ts';
import { runCommandTool } from './runCommand.ts';
import { searchTextTool } from './searchText.ts';
import type { Workspace } from './workspace.ts';
import { writeFileTool } from './writeFile.ts';

export interface ToolboxPorts {
  readonly files: Files;
  readonly shell: Shell;
  /** Absolute path of ripgrep; looked for on the search path unless given; `null` to search without it. */
  readonly ripgrepPath?: string | null | undefined;
  /** What the editor's language servers know; none unless given. */
  readonly codeIntelligence?: CodeIntelligence | undefined;
  /** Where they can be seen from outside; its own unless given. */
  readonly background?: BackgroundCommands | undefined;
  readonly log: Log;
}

/** The built-in tools of one workspace. They remember together which files were read. */
export function createToolbox({ files, shell, ripgrepPath = 'rg', codeIntelligence, background, log }: ToolboxPorts): Toolbox {
  const workspace: Workspace = { files, shell, ripgrepPath, codeIntelligence: codeIntelligence ?? null, log, memory: readMemory() };
  const commands = background ?? new BackgroundCommands(shell);
  const tools: readonly Tool[] = [
    readFileTool(workspace),
    listFilesTool(workspace),
    findFilesTool(workspace),
    searchTextTool(workspace),
    writeFileTool(workspace),
    editFileTool(workspace),
    runCommandTool(workspace),
    backgroundCommandTool(workspace, commands),
    gitTool(workspace),
    readChangesTool(workspace),
    diagnosticsTool(workspace),
    findSymbolTool(workspace),
    getArtifactTool(),
    askUserTool(),
  ];
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return { find: (name) => byName.get(name), background: commands.shown, endOf: (execution) => commands.endOf(execution), close: () => commands.close() };
}
