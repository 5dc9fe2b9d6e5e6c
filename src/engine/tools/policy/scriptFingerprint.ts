import { createHash } from 'node:crypto';
import type { Files } from '../../ports/files.ts';
import { resolveForReading } from './authorize.ts';
import type { CommandParser } from './command/commandParser.ts';
import { commandReach } from './command/commandReach.ts';
import type { ReachedCommand } from './command/innerCommands.ts';
import { kindOf } from './command/programKinds.ts';
import type { AskedCommand } from './decideCommand.ts';

/** Files that say what a build or test command runs. */
const manifests = ['package.json', 'Makefile', 'makefile', 'GNUmakefile', 'justfile', 'Taskfile.yml', 'Rakefile', 'pyproject.toml', 'setup.py', 'tox.ini', 'noxfile.py', 'Cargo.toml', 'build.rs', 'pom.xml', 'build.gradle', 'build.gradle.kts', 'CMakeLists.txt', 'composer.json', 'deno.json'];

const mostFiles = 40;
const largestFile = 5_000_000;

/** A hash of a command and of every file of the workspace that it names to be run: approvals are bound to it. */
export async function scriptFingerprint({ files, parser }: { readonly files: Files; readonly parser: CommandParser }, { script, folder }: AskedCommand): Promise<string> {
  const { commands } = await commandReach(parser, script);
  const names = [...new Set(commands.flatMap(namedFiles))].slice(0, mostFiles);
  const hash = createHash('sha256').update(JSON.stringify([script, folder]));
  for (const name of names) hash.update(JSON.stringify([name, await contentHash(files, name.startsWith('/') ? name : `${folder}/${name}`)]));
  return hash.digest('hex');
}

function namedFiles([program, ...rest]: ReachedCommand): readonly string[] {
  if (!program) return [];
  const own = program.text.includes('/') ? [program.text] : [];
  const kind = kindOf(program.text);
  if (kind === undefined || kind === 'network' || kind === 'writer' || kind === 'system') return own;
  const words = rest.map(({ text }) => text.replace(/^--?[\w-]+=/, '')).filter((text) => text !== '' && !text.startsWith('-'));
  return [...own, ...words, ...(kind === 'project' ? manifests : [])];
}

/** `null` for what is no file of the workspace. */
async function contentHash(files: Files, path: string): Promise<string | null> {
  const resolved = await resolveForReading(files, path);
  if (!resolved.ok) return null;
  const stat = await files.stat(resolved.value.path);
  if (stat?.kind !== 'file') return null;
  if (stat.sizeBytes > largestFile) return `${stat.sizeBytes} bytes`;
  return createHash('sha256').update(await files.read(resolved.value.path, largestFile)).digest('hex');
}
