import { messageOf } from '../../../base/messageOf.ts';
import { shown } from '../pathNames.ts';
import { readProtection } from '../protectedPaths.ts';
import { folderPrefix, isInside } from '../workspacePlace.ts';
import type { ArgumentUse } from './argumentUse.ts';
import type { Surroundings } from './surroundings.ts';

export interface GitUse {
  /** Of Git's own command: `diff`, `stash show`. */
  readonly name: string;
  readonly use: ArgumentUse;
  /** All words after it. */
  readonly words: readonly string[];
  /** From the workspace root. */
  readonly folder: string;
}

/** Why a command of Git that shows what files hold asks, or `null`: files with secrets are tracked, and it would show those too. */
export async function trackedSecretDoubt({ files, repositories }: Surroundings, git: GitUse): Promise<string | null> {
  if (!showsContent(git)) return null;
  const from = git.folder === '.' ? files.root : `${folderPrefix(files.root)}${git.folder}`;
  try {
    const secrets = await repositories.trackedIn(from, isSecret);
    const places = placesIn(git.words).map((place) => (place === '.' ? from : `${folderPrefix(from)}${place.replace(/^(?:\.\/+)+|\/+$/g, '')}`));
    const secret = secrets.find((path) => places.length === 0 || places.some((place) => isInside(place, path)));
    return secret === undefined ? null : `It could show "${shown(secret.slice(folderPrefix(files.root).length))}", which is tracked and can hold secrets. Name the paths to look at after --.`;
  } catch (error) {
    return `What the repository tracks cannot be read: ${messageOf(error)}`;
  }
}

/** One function for all calls: what it found is remembered by it. */
function isSecret(path: string): boolean {
  return readProtection(path.split('/'))?.needs === 'consent';
}

const summaries = /^(?:--stat(?:=.*)?|--numstat|--shortstat|--dirstat|--summary|--raw|--name-only|--name-status|--compact-summary|-s|--no-patch|-q|--quiet|--check)$/;

function showsContent({ name, use: { wideOption, flags, operands, values } }: GitUse): boolean {
  if (name === 'grep') return true;
  if (wideOption !== null) return true;
  const isSummary = flags.some((flag) => summaries.test(flag)) || values.some(({ option }) => summaries.test(option));
  if (name === 'diff') return !isSummary;
  return name === 'show' && !isSummary && !(operands.length > 0 && operands.every(({ word }) => word.includes(':')));
}

/** Plain paths behind `--`; none where any of them is a pattern. */
function placesIn(words: readonly string[]): readonly string[] {
  const at = words.indexOf('--');
  const places = at === -1 ? [] : words.slice(at + 1);
  return places.some((place) => /^:|[*?[]/.test(place)) ? [] : places;
}
