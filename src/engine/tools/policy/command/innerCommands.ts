import type { LooseWord } from './looseWord.ts';
import { kindOf, programName } from './programKinds.ts';

/** A command that a script runs, or may run through another one: program and arguments. */
export type ReachedCommand = readonly LooseWord[];

/** Options and words after which these take a program and its arguments, or a script in one word. */
const programAfter: Readonly<Record<string, RegExp>> = {
  find: /^-(?:exec|execdir|ok|okdir)$/,
  gfind: /^-(?:exec|execdir|ok|okdir)$/,
  fd: /^(?:-x|-X|--exec|--exec-batch)$/,
  fdfind: /^(?:-x|-X|--exec|--exec-batch)$/,
  git: /^(?:run|foreach|-x|--exec|--(?:tree|index|msg|commit|env|parent)-filter)$/,
  rg: /^--pre$/,
  sort: /^--compress-program$/,
};

/** Their first argument is a command of their own, not a program: `docker rm`, `npm rm`. */
const hasOwnCommands = /^(?:docker|podman|nerdctl|kubectl|oc|helm|npm|pnpm|yarn|bun|uv|pip|poetry|pipenv|bundle|gem|conda|nix|cargo|rustup|go|gh|gcloud|aws|az|tmux|screen|flatpak|snap|brew|apt|apt-get|dnf|yum|systemctl)$/;

const runsWords: ReadonlySet<string | undefined> = new Set(['wrapper', 'network', 'project', 'shell', 'builtin', 'editor']);

/** The commands that start inside a command's arguments: `env rm`, `xargs -0 rm`, `find -exec rm`. */
export function innerCommands([program, ...rest]: ReachedCommand): readonly ReachedCommand[] {
  if (!program) return [];
  const name = programName(program.text).toLowerCase();
  const after = programAfter[name];
  if (after) return rest.flatMap(({ text }, index) => (after.test(text) ? [rest.slice(index + 1)] : []));
  const kind = kindOf(name);
  if (kind !== 'wrapper' && kind !== 'network' && kind !== 'project') return [];
  return rest.map((_, index) => rest.slice(index)).slice(hasOwnCommands.test(name) ? 1 : 0);
}

/** Arguments that are scripts themselves: `sh -c "rm x"`, `eval rm x`, `alias l='rm x'`, `--to-command=rm`. */
export function innerScripts([program, ...rest]: ReachedCommand): readonly string[] {
  if (!program) return [];
  const name = programName(program.text).toLowerCase();
  const texts = rest.map(({ text }) => text);
  const after = programAfter[name];
  if (after) return texts.flatMap((text, index) => optionScripts(after, text, texts[index - 1] ?? ''));
  const kind = kindOf(name);
  if (name === 'tar' || name === 'bsdtar') return texts.filter((text) => text.includes('=')).flatMap((text) => [afterEquals(text), afterEquals(afterEquals(text))]);
  if (!runsWords.has(kind)) return [];
  const isShell = kind === 'shell' || kind === 'builtin';
  const single = texts.flatMap((text) => [text, afterEquals(text)]).filter((text) => isShell || /[\s;|&()]/.test(text));
  return [...new Set(kind === 'project' || kind === 'shell' || hasOwnCommands.test(name) ? single : [...single, texts.join(' ')])].filter((text) => text !== '');
}

/** `-x "rm y"`, `--exec="rm y"`, `-c alias.x="!rm y"`. */
function optionScripts(after: RegExp, text: string, before: string): readonly string[] {
  if (after.test(before)) return [text];
  return before === '-c' || after.test(text.replace(/=.*$/s, '')) ? [afterEquals(text)] : [];
}

function afterEquals(text: string): string {
  return text.replace(/^[^=\s]*=/, '').replace(/^[:!]+/, '');
}
