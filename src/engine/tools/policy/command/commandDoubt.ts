import type { Files } from '../../../ports/files.ts';
import { type Argument, type ArgumentUse, argumentUse } from './argumentUse.ts';
import { gitCommand } from './gitCommands.ts';
import { lookingProgram } from './lookingPrograms.ts';
import { namedPathDoubt } from './namedPath.ts';
import { optionDanger } from './optionDanger.ts';
import { type OptionTable, optionTable } from './optionTable.ts';
import { kindMeaning, kindOf } from './programKinds.ts';
import { repositoryDoubt } from './repositoryDoubt.ts';
import { patternDoubt } from './secretsNearby.ts';
import { isHarmlessSedScript } from './sedScript.ts';
import type { Surroundings } from './surroundings.ts';
import { trackedSecretDoubt } from './trackedSecrets.ts';
import { treeDoubt } from './treeDoubt.ts';

/** A command that a rule with `*` matches: its words, and which of them the `*` stands for. */
export interface StarredCommand {
  readonly words: readonly Argument[];
  /** Folder it runs in, from the workspace root. */
  readonly folder: string;
  /** Content of files that nobody named may be shown: a person's own rule says so, the built-in ones do not. */
  readonly mayBeWide: boolean;
}

/** Why a `*` does not stand for these arguments, or `null`: they could execute, write, or leave the workspace. */
export async function commandDoubt(around: Surroundings, command: StarredCommand): Promise<string | null> {
  const [first, ...rest] = command.words;
  const program = first?.word ?? '';
  if (program === 'git') return gitDoubt(around, command);
  if (program === 'sed') return sedDoubt(around, command, rest);
  if (program === 'date' && rest.some(({ word, isFree }) => isFree && /^\d/.test(word))) return 'date: a number sets the clock.';
  const table = lookingProgram(program);
  if (program === 'jq' && rest.some(({ word, isFree }) => isFree && reachingFilter.test(word))) return 'jq: the filter may load files or show the environment.';
  if (table) return useDoubt(around, command, { program, table, use: argumentUse(table, rest) });
  const kind = kindOf(program);
  if (kind) return `${program} ${kindMeaning[kind]}; only a rule without * allows that.`;
  if (first?.isFree === true) return `${program} is not a program that is known to only look.`;
  return unknownDoubt(around.files, command, { program, words: rest });
}

/** An import with a search folder reads elsewhere. A key is written `.env`. */
const reachingFilter = /\b(?:import|include|modulemeta)\b|\$ENV\b|(?:^|[^.\w"])env\b/;

interface Use {
  readonly program: string;
  readonly table: OptionTable;
  readonly use: ArgumentUse;
}

async function useDoubt(around: Surroundings, command: StarredCommand, { program, table, use }: Use): Promise<string | null> {
  const { files } = around;
  const { folder, mayBeWide } = command;
  if (use.unknownOption !== null) return optionDanger(program, use.unknownOption);
  if (use.wideOption !== null && !mayBeWide) return `${program}: the option ${use.wideOption} shows files that the command does not name.`;
  const value = await valueDoubt(files, command, use);
  if (value !== null) return value;
  if (use.operands.length > table.mostOperands && use.operands.some(({ isFree }) => isFree)) return `${program}: "${use.operands.at(-1)?.word ?? ''}" is more than it takes to only look.`;
  if (table.operands === 'text' || table.operands === 'none') return null;
  const isPatternGiven = use.values.some(({ option }) => /^(?:-e|--regexp|--expression)$/.test(option)) || use.flags.some((flag) => /^--(?:files|type-list)$/.test(flag));
  const patterns = table.operands === 'text-then-paths' && !isPatternGiven ? 1 : 0;
  const certainty = table.operands === 'revisions' ? 'maybe' : 'path';
  const places = use.operands.slice(patterns);
  for (const { word, isFree } of places) {
    if (!isFree) continue;
    const isPattern = program.startsWith('git') && /[*?[]/.test(word);
    if (isPattern && !mayBeWide) return `${program}: "${word}" names files by a pattern.`;
    const doubt = (isPattern ? patternDoubt(word) : null) ?? await namedPathDoubt(files, { word, certainty, folder });
    if (doubt !== null) return doubt;
  }
  return treesDoubt(around, command, { program, table, use: { ...use, operands: places } });
}

/** Options that take a path, or a pattern for names. */
const pathOption = /^-(?:[ac]?newer|samefile)$/;
const namesOption = /^(?:--include|-g|--glob|--iglob)$/;

async function valueDoubt(files: Files, { folder }: StarredCommand, { values }: ArgumentUse): Promise<string | null> {
  for (const { option, value: { word, isFree } } of values) {
    if (!isFree) continue;
    const doubt = pathOption.test(option) ? await namedPathDoubt(files, { word, certainty: 'path', folder }) : namesOption.test(option) ? patternDoubt(word) : null;
    if (doubt !== null) return doubt;
  }
  return null;
}

/** Of ripgrep: none of them has secrets in files of that kind. */
const codeType = /^(?:ts|js|py|rust|go|java|c|cpp|cs|css|html|md|markdown|ruby|php|swift|kotlin)$/;

/** Of the folders that it goes through; the operands are places. */
async function treesDoubt(around: Surroundings, { folder }: StarredCommand, { program, table, use }: Use): Promise<string | null> {
  const { wideOption, followingOption, flags, values, operands } = use;
  const types = values.filter(({ option }) => /^(?:-t|--type)$/.test(option));
  const isOfCode = types.length > 0 && types.every(({ value }) => codeType.test(value.word)) && !values.some(({ option }) => namesOption.test(option));
  const readsContent = isOfCode ? false : program.startsWith('git ') ? flags.includes('--untracked') : wideOption !== null || (table.readsFolders && !flags.some((flag) => /^--(?:files|type-list|version)$/.test(flag)));
  if (!readsContent && followingOption === null) return null;
  const wanted = values.filter(({ option, value }) => namesOption.test(option) && !value.word.startsWith('!')).map(({ value }) => value.word);
  const readsHidden = program !== 'rg' || wanted.length > 0;
  for (const { word } of operands.length > 0 ? operands : [{ word: '.' }]) {
    const doubt = await treeDoubt(around, { folder: word.startsWith('/') ? word : `${folder}/${word}`, readsContent, readsHidden, followsLinks: followingOption !== null, onlyNames: wanted });
    if (doubt !== null) return doubt;
  }
  return null;
}

async function gitDoubt(around: Surroundings, command: StarredCommand): Promise<string | null> {
  const { files, repositories } = around;
  const { words, folder } = command;
  const found = gitCommand(words.map(({ word }) => word), (index) => words[index]?.isFree === false);
  if (typeof found === 'string') return found;
  if (found === null) return null;
  const { name, table, argumentsAt } = found;
  const use = argumentUse(table, words.slice(argumentsAt));
  if (name === 'commit' && use.values.length === 0 && !words.some(({ word }) => /^--(?:dry-run|short|porcelain|no-edit)$/.test(word))) return 'git commit: without a message it opens an editor.';
  const ranges = use.values.filter(({ option, value }) => option === '-L' && value.isFree).map(({ value }) => value);
  const doubt = await useDoubt(around, command, { program: `git ${name}`, table, use: { ...use, operands: [...use.operands, ...ranges] } });
  return doubt ?? await trackedSecretDoubt(around, { name, use, words: words.slice(argumentsAt).map(({ word }) => word), folder }) ?? repositoryDoubt(repositories, { folder: folder === '.' ? files.root : `${files.root}/${folder}`, runsHooks: name === 'commit' });
}

const sedOptions = optionTable('-n -E -r -u -z -e: --quiet --silent --regexp-extended --expression: --null-data --unbuffered', 'text-then-paths');

async function sedDoubt(around: Surroundings, command: StarredCommand, words: readonly Argument[]): Promise<string | null> {
  const use = argumentUse(sedOptions, words);
  const given = use.values.map(({ value }) => value);
  const scripts = given.length > 0 ? given : use.operands.slice(0, 1);
  const strange = scripts.find(({ word, isFree }) => isFree && !isHarmlessSedScript(word));
  if (strange) return `sed: the script "${strange.word}" is not known to only print.`;
  return useDoubt(around, command, { program: 'sed', table: given.length > 0 ? { ...sedOptions, operands: 'paths' } : sedOptions, use });
}

/** Nothing is known of its options; other words may be paths. */
async function unknownDoubt(files: Files, { folder }: StarredCommand, { program, words }: { readonly program: string; readonly words: readonly Argument[] }): Promise<string | null> {
  const option = words.find(({ word, isFree }) => isFree && word.startsWith('-') && word !== '--');
  if (option) return `${optionDanger(program, option.word)} Name it in the rule, or allow this command exactly.`;
  for (const { word, isFree } of words) {
    const doubt = isFree ? await namedPathDoubt(files, { word, certainty: 'maybe', folder }) : null;
    if (doubt !== null) return doubt;
  }
  return null;
}
