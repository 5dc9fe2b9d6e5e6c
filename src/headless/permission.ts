import { nodeFiles } from '../engine/node/nodeFiles.ts';
import { nodeRepositories } from '../engine/node/repositories.ts';
import { projectRuleFile, userRuleFile } from '../engine/node/ruleFiles.ts';
import { runBaselineFiles } from '../engine/node/runBaselineFiles.ts';
import { userFolder } from '../engine/node/userFolder.ts';
import type { Permission } from '../engine/ports/tool.ts';
import { commandParser } from '../engine/tools/policy/command/commandParser.ts';
import { createPermission } from '../engine/tools/policy/permission.ts';
import { ruleBook } from '../engine/tools/policy/ruleBook.ts';
import type { Options } from './options.ts';
import { parserFiles } from './places.ts';

/** What a run may do in a folder: the person's rules, then `--approve`. Without a terminal nobody is there to ask. */
export async function composePermission(options: Options, root: string): Promise<Permission> {
  const parser = commandParser(parserFiles());
  return createPermission({
    files: await nodeFiles(root),
    repositories: nodeRepositories,
    parser,
    book: ruleBook(parser, { user: userRuleFile(userFolder()), project: projectRuleFile(userFolder(), root) }),
    baselines: runBaselineFiles(userFolder(), root),
    mode: () => options.approve,
    isAttended: () => isInteractive(options),
  });
}

/** Whether someone sits at the terminal to answer. */
export function isInteractive({ isJson }: Options): boolean {
  return !isJson && process.stdin.isTTY && process.stdout.isTTY;
}
