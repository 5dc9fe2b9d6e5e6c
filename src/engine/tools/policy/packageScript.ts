import type { ReadText, RunSource } from './sourceText.ts';

export interface PackageScript {
  /** The texts of the script and of those that run before and after it. */
  readonly source: RunSource;
  readonly commands: readonly string[];
  /** Where they run. */
  readonly folder: string;
}

const managers = /^(?:npm|pnpm|yarn|bun)$/;
/** They make a manager work elsewhere: then nothing is known of where. */
const elsewhere = /^(?:-C|--prefix|--cwd|--dir|-w|--workspace|--workspaces|-ws|--filter|-F|-r|--recursive)(?:=|$)/;

/** The script of a package that a command line (`npm run build`) runs, as it stands now; `null` where it runs none. */
export async function packageScript(read: ReadText, folder: string, [program = '', ...words]: readonly string[]): Promise<PackageScript | null> {
  const name = managers.test(program) && !words.some((word) => elsewhere.test(word)) ? scriptName(words) : undefined;
  if (name === undefined) return null;
  const manifest = await nearestManifest(read, folder);
  const scripts = scriptsIn(manifest.text);
  const place = manifest.path.includes('/') ? manifest.path.slice(0, manifest.path.lastIndexOf('/')) : '.';
  if (scripts === null) return { source: manifest, commands: [], folder: place };
  const chosen = [`pre${name}`, name, `post${name}`].flatMap((key) => (typeof scripts[key] === 'string' ? [scripts[key]] : []));
  if (chosen.length === 0 && !/^(?:run|run-script|test|t|start)$/.test(words.find((word) => !word.startsWith('-')) ?? '')) return null;
  return { source: { path: manifest.path, text: JSON.stringify(chosen) }, commands: chosen, folder: place };
}

function scriptName(words: readonly string[]): string | undefined {
  const [first, second] = words.filter((word) => !word.startsWith('-'));
  if (first === 't' || first === 'tst') return 'test';
  return first === 'run' || first === 'run-script' ? second : first;
}

async function nearestManifest(read: ReadText, folder: string): Promise<RunSource> {
  for (let at = folder; at !== '.' && at !== ''; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '.') {
    const found = await read(`${at}/package.json`);
    if (found.text !== null) return found;
  }
  return read('package.json');
}

/** `null` for what is no manifest. */
function scriptsIn(text: string | null): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    if (typeof parsed !== 'object' || parsed === null) return null;
    const scripts: unknown = 'scripts' in parsed ? parsed.scripts : {};
    return typeof scripts === 'object' && scripts !== null ? Object.fromEntries(Object.entries(scripts)) : null;
  } catch {
    return null;
  }
}
