import * as vscode from 'vscode';
import { nodeRepositories } from '../../engine/node/repositories.ts';
import { projectRuleFile, userRuleFile } from '../../engine/node/ruleFiles.ts';
import { runBaselineFiles } from '../../engine/node/runBaselineFiles.ts';
import { userFolder } from '../../engine/node/userFolder.ts';
import type { Files } from '../../engine/ports/files.ts';
import type { Permission } from '../../engine/ports/tool.ts';
import { commandParser, type CommandParserFiles } from '../../engine/tools/policy/command/commandParser.ts';
import { createPermission } from '../../engine/tools/policy/permission.ts';
import { ruleBook } from '../../engine/tools/policy/ruleBook.ts';
import { readSettings } from '../settings.ts';

export interface SettingsPermissionParts {
  /** The canonical workspace folder. */
  readonly workspace: string;
  readonly files: Files;
  readonly parserFiles: CommandParserFiles;
}

/** Decides by the person's rules and the setting as they are at that moment. In an untrusted workspace nothing runs. */
export function settingsPermission({ workspace, files, parserFiles }: SettingsPermissionParts): Permission {
  const parser = commandParser(parserFiles);
  const permission = createPermission({
    files,
    repositories: nodeRepositories,
    parser,
    book: ruleBook(parser, { user: userRuleFile(userFolder()), project: projectRuleFile(userFolder(), workspace) }),
    baselines: runBaselineFiles(userFolder(), workspace),
    mode: () => readSettings().approval,
    isAttended: () => true,
  });
  return {
    ...permission,
    decide: (tool, intent, origin) => (vscode.workspace.isTrusted ? permission.decide(tool, intent, origin) : { type: 'deny', reason: 'The workspace is not trusted.' }),
  };
}
