import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { RuleFile } from '../ports/ruleFile.ts';
import { replaceFile } from './replaceFile.ts';

/** A person's permission rules: one file for all projects, one for each workspace folder (canonical), all in the person's own folder. */
export function userRuleFile(userFolder: string): RuleFile {
  return ruleFile(path.join(userFolder, 'permissions.json'));
}

export function projectRuleFile(userFolder: string, workspace: string): RuleFile {
  return ruleFile(path.join(userFolder, 'projects', createHash('sha256').update(workspace).digest('hex').slice(0, 16), 'permissions.json'));
}

function ruleFile(file: string): RuleFile {
  return {
    name: file,
    async read() {
      try {
        return await readFile(file, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    async write(text) {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await replaceFile(path.join(await realpath(path.dirname(file)), path.basename(file)), Buffer.from(text));
    },
  };
}
