import { err, ok, type Result } from '../../base/result.ts';
import { revealHidden } from '../../base/hiddenText.ts';

/** Refused on every system, so that a template behaves the same everywhere and no system's quirk is a way out. */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;
const shortName = /~\d+(?:\.|$)/;
const environmentName = /^(?:\$\{?[A-Z_][A-Z0-9_]*\}?|%[^%]+%)$/;

/**
 * The segments of a path as a model wrote it, relative to the root, or why it is refused. Only the text is looked at:
 * what is on disk is the business of `authorizeRead` and `authorizeWrite`.
 */
export function toSegments(path: string, root: string): Result<readonly string[], NameProblem> {
  const refuse = (problem: string, isOutside = false): Result<never, NameProblem> => err({ message: `"${shown(path)}" ${problem}`, cause: isOutside ? 'outside' : 'name' });
  const problem = textProblem(path);
  if (problem) return refuse(problem, leavingPath.test(path));
  const relative = relativeTo(path, root);
  if (relative === null) return refuse('is outside the workspace. Use a path relative to its root, such as src/app.ts.', true);
  const segments = relative.split('/').filter((segment) => segment !== '' && segment !== '.');
  for (const [index, segment] of segments.entries()) {
    const wrong = segmentProblem(segment, index);
    if (wrong) return refuse(wrong, segment.normalize('NFKC') === '..');
  }
  return ok(segments);
}

export interface NameProblem {
  /** Names the path and says what to do. */
  readonly message: string;
  readonly cause: 'name' | 'outside';
}

/** Network and device paths, home folders, addresses. */
const leavingPath = /^(?:[\\/]{2}|\\|~|[a-z][a-z0-9+.-]+:)/i;

/** One line for a message: nothing hidden in it, and not endless. */
export function shown(path: string): string {
  const visible = revealHidden(path).replaceAll('\n', '⏎');
  return visible.length > 200 ? `${visible.slice(0, 200)}…` : visible;
}

/** How names are compared against protected ones: as the most forgiving file system would. */
export function foldName(name: string): string {
  if (/^[ -~]*$/.test(name)) return name.toLowerCase().replace(/[. ]+$/, '');
  return name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKD').replace(/\p{Mark}|\p{Default_Ignorable_Code_Point}/gu, '').replace(/[. ]+$/, '');
}

function textProblem(path: string): string | undefined {
  if (path.length > 4_000) return 'is longer than 4,000 characters.';
  if (revealHidden(path) !== path || /[\t\n]/.test(path)) return 'holds invisible or control characters. Write the path without them.';
  if (/^(?:[\\/]{2}|\\)/.test(path)) return 'is a network or device path. Use a path relative to the workspace root.';
  if (path.startsWith('~')) return 'starts in a home folder. Use a path relative to the workspace root.';
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return 'is an address, not a path. Use a path relative to the workspace root.';
  return undefined;
}

/** The part below the root with `/` between names, or `null` for an absolute path elsewhere. */
function relativeTo(path: string, root: string): string | null {
  if (isWindowsPath(root)) {
    const slashed = path.replaceAll('\\', '/');
    if (!/^(?:[a-z]:|\/)/i.test(slashed)) return slashed;
    return below(slashed, root.replaceAll('\\', '/'), (text) => text.toLowerCase());
  }
  return path.startsWith('/') ? below(path, root, (text) => text) : path;
}

function below(path: string, root: string, fold: (text: string) => string): string | null {
  const folder = root.endsWith('/') ? root : `${root}/`;
  if (fold(path) === fold(root)) return '';
  return fold(path).startsWith(fold(folder)) ? path.slice(folder.length) : null;
}

function isWindowsPath(path: string): boolean {
  return /^(?:[a-z]:[\\/]|\\\\)/i.test(path);
}

function segmentProblem(segment: string, index: number): string | undefined {
  const folded = segment.normalize('NFKC');
  if (folded === '..' || folded === '.') return 'goes up with "..". Write the path without it.';
  if (/[\\/:]/.test(folded)) return 'has a name with a backslash or colon. Use / between names and no colons.';
  if (/[. ]$/.test(folded)) return 'has a name that ends in a dot or space.';
  if (deviceName.test(folded.trimEnd())) return 'has a name that is a device on some systems.';
  if (shortName.test(folded)) return 'has a name that looks like a shortened one (NAME~1). Write the whole name.';
  if (index === 0 && (environmentName.test(folded) || folded.startsWith('~'))) return 'starts with a variable. Variables are not expanded; use a path relative to the workspace root.';
  if (new TextEncoder().encode(segment).length > 255) return 'has a name longer than 255 bytes.';
  return undefined;
}
