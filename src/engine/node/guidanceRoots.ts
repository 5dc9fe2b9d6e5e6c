import { homedir } from 'node:os';
import path from 'node:path';
import type { Files } from '../ports/files.ts';
import type { GuidanceRoot } from '../ports/guidance.ts';
import { nodeFiles } from './nodeFiles.ts';
import { userFolder } from './userFolder.ts';

const rules: readonly string[] = ['AGENTS.md', 'CLAUDE.md'];

/** Where skills, commands and rules are looked for, nearest first: the workspace, the user's own folder, the user's home. */
export async function guidanceRoots(workspace: Files, home: string = homedir(), own: string = userFolder()): Promise<readonly GuidanceRoot[]> {
  const users = await Promise.all([
    root(own, { skillFolders: ['skills'], commandFolders: ['commands'], ruleFiles: rules }),
    root(path.join(home, '.claude'), { skillFolders: ['skills'], commandFolders: ['commands'], ruleFiles: rules }),
    root(home, { skillFolders: ['.agents/skills'], commandFolders: [], ruleFiles: rules }),
  ]);
  return [workspaceRoot(workspace), ...users.flat()];
}

function workspaceRoot(files: Files): GuidanceRoot {
  return {
    source: 'workspace',
    files,
    skillFolders: ['.phasegate/skills', 'skills', '.claude/skills', '.agents/skills'],
    commandFolders: ['.phasegate/commands', 'commands', '.claude/commands'],
    ruleFiles: rules,
    hasNestedRules: true,
  };
}

async function root(folder: string, places: Pick<GuidanceRoot, 'skillFolders' | 'commandFolders' | 'ruleFiles'>): Promise<readonly GuidanceRoot[]> {
  try {
    return [{ source: 'user', files: await nodeFiles(folder), hasNestedRules: false, ...places }];
  } catch {
    return [];
  }
}
