import { createHash } from 'node:crypto';
import type { Files } from '../../ports/files.ts';
import type { CommandParser } from './command/commandParser.ts';
import type { AskedCommand } from './decideCommand.ts';
import { textReader } from './sourceText.ts';
import { whatRuns } from './whatRuns.ts';

/** A hash of a command and of everything in the workspace that says what it runs: approvals are bound to it. */
export async function scriptFingerprint({ files, parser }: { readonly files: Files; readonly parser: CommandParser }, { script, folder }: AskedCommand): Promise<string> {
  const sources = await whatRuns({ parser, read: textReader(files) }, { script, folder });
  return createHash('sha256').update(JSON.stringify([script, folder, ...sources.map(({ path, text }) => [path, text])])).digest('hex');
}
