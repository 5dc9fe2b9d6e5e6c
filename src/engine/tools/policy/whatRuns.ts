import { commandReach } from './command/commandReach.ts';
import type { CommandParser } from './command/commandParser.ts';
import type { ReachedCommand } from './command/innerCommands.ts';
import { kindOf, programName } from './command/programKinds.ts';
import type { AskedCommand } from './decideCommand.ts';
import { packageScript } from './packageScript.ts';
import type { ReadText, RunSource } from './sourceText.ts';

/** Files that say what a build or test command runs. */
export const manifests = ['package.json', 'Makefile', 'makefile', 'GNUmakefile', 'justfile', 'Taskfile.yml', 'Rakefile', 'pyproject.toml', 'setup.py', 'setup.cfg', 'pytest.ini', 'tox.ini', 'noxfile.py', 'Cargo.toml', 'build.rs', 'pom.xml', 'build.gradle', 'build.gradle.kts', 'CMakeLists.txt', 'composer.json', 'deno.json'];

const mostSources = 40;
const deepest = 3;

export interface RunSourcePorts {
  readonly parser: CommandParser;
  readonly read: ReadText;
}

/**
 * What stands behind a command: the script files that it names, the text of a package's script and what that runs in turn, the manifest of
 * a build. Not the code that tests test, nor the tests: those are meant to change.
 */
export async function whatRuns(ports: RunSourcePorts, command: AskedCommand, depth = 0): Promise<readonly RunSource[]> {
  const { commands } = await commandReach(ports.parser, command.script);
  const sources: RunSource[] = [];
  for (const reached of commands.slice(0, mostSources)) {
    sources.push(...await sourcesOf(ports, { reached, folder: command.folder, depth }));
    if (sources.length >= mostSources) break;
  }
  return sources.slice(0, mostSources);
}

interface Reached {
  readonly reached: ReachedCommand;
  readonly folder: string;
  readonly depth: number;
}

async function sourcesOf(ports: RunSourcePorts, { reached: [program, ...rest], folder, depth }: Reached): Promise<readonly RunSource[]> {
  if (!program) return [];
  const words = rest.map(({ text }) => text);
  const own = program.text.includes('/') ? await wholeFiles(ports, folder, [program.text]) : [];
  const script = await packageScript(ports.read, folder, [programName(program.text), ...words]);
  if (script === null) return [...own, ...await wholeFiles(ports, folder, namedFiles(program.text, words))];
  const inner = depth < deepest ? await Promise.all(script.commands.map((text) => whatRuns(ports, { script: text, folder: script.folder }, depth + 1))) : [];
  return [...own, script.source, ...inner.flat()];
}

async function wholeFiles({ read }: RunSourcePorts, folder: string, names: readonly string[]): Promise<readonly RunSource[]> {
  return Promise.all([...new Set(names)].slice(0, mostSources).map((name) => read(name.startsWith('/') ? name : `${folder}/${name}`)));
}

function namedFiles(program: string, words: readonly string[]): readonly string[] {
  const kind = kindOf(program);
  if (kind === undefined || kind === 'network' || kind === 'writer' || kind === 'system') return [];
  const values = words.map((text) => text.replace(/^--?[\w-]+=/, ''));
  if (isTestRunner(programName(program), words)) return [...valuesOfOptions(words), ...(kind === 'project' ? manifests : [])];
  const named = kind === 'interpreter' || kind === 'shell' ? upToScript(words) : values;
  return [...named.filter((text) => text !== '' && !text.startsWith('-')), ...(kind === 'project' ? manifests : [])];
}

/** They run tests, which are no definition of what the command does. */
function isTestRunner(program: string, words: readonly string[]): boolean {
  if (program === 'node') return words.includes('--test');
  if (/^python[\d.]*$/.test(program)) return words[0] === '-m' && /^(?:pytest|unittest)$/.test(words[1] ?? '');
  return /^(?:pytest|py\.test|jest|vitest|mocha|ava|tap|jasmine|phpunit|rspec)$/.test(program);
}

const loadingOption = /^(?:-r|--require|--import|--loader|--experimental-loader|-c|--config|-p)$/;

function valuesOfOptions(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => (loadingOption.test(words[index - 1] ?? '') ? [word] : /^--[\w-]+=/.test(word) ? [word.replace(/^[^=]*=/, '')] : []));
}

/** What an interpreter is given before its script, and the script; the rest is for the script. */
function upToScript(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, index) => !word.startsWith('-') && !(words[index - 1] ?? '').startsWith('-'));
  return (at === -1 ? words : words.slice(0, at + 1)).map((word) => word.replace(/^--?[\w-]+=/, ''));
}
