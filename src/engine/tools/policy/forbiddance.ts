import type { CommandReach } from './command/commandReach.ts';
import type { ReachedCommand } from './command/innerCommands.ts';
import type { LooseWord } from './command/looseWord.ts';
import { programName } from './command/programKinds.ts';
import type { CommandRule, RuleWord } from './rules.ts';

/** `maybe`: a word that would decide it is only known when the shell runs. */
export type Match = 'yes' | 'maybe' | 'no';

/**
 * Whether a rule that forbids (or asks) is met by anything a script may run. Read broadly: other options, other order, other
 * spellings of the program and whatever follows make no difference.
 */
export function isForbidden({ words }: CommandRule, { commands, mentions }: CommandReach): Match {
  const [program, ...rest] = words;
  if (program === undefined) return 'yes';
  const found = commands.map((command) => meets(program, rest, command));
  if (found.includes('yes') || isMentioned(words, mentions)) return 'yes';
  return found.includes('maybe') ? 'maybe' : 'no';
}

function isMentioned(words: readonly RuleWord[], mentions: ReadonlySet<string>): boolean {
  if (mentions.size === 0) return false;
  const names = words.filter((word) => typeof word !== 'string' || !word.startsWith('-'));
  return names.every((word) => (typeof word === 'string' ? mentions.has(programName(word).toLowerCase()) : [...mentions].some((mention) => word.test(mention))));
}

function meets(program: RuleWord, rest: readonly RuleWord[], [first, ...words]: ReachedCommand): Match {
  if (!first || !isProgram(program, first)) return 'no';
  const options = rest.filter((word): word is string => typeof word === 'string' && /^-./.test(word));
  if (!options.every((option) => hasOption(option, words.map(({ text }) => text)))) return words.every(({ isCertain }) => isCertain) ? 'no' : 'maybe';
  return operandsFollow(rest.filter((word) => typeof word !== 'string' || !/^-./.test(word)), words);
}

function isProgram(rule: RuleWord, { text, isCertain }: LooseWord): boolean {
  const name = programName(text).toLowerCase();
  if (typeof rule !== 'string') return rule.test(name) || rule.test(text);
  const wanted = programName(rule).toLowerCase();
  return name === wanted || (!isCertain && name !== '' && shellPattern(name).test(wanted));
}

/** The operands of the rule, in order; options may stand between them, each with a value. */
function operandsFollow([wanted, ...others]: readonly RuleWord[], words: readonly LooseWord[]): Match {
  if (wanted === undefined) return 'yes';
  let best: Match = 'no';
  for (const [index, word] of words.entries()) {
    const match = operandMatch(wanted, word);
    if (match !== 'no') {
      const rest = operandsFollow(others, words.slice(index + 1));
      if (rest === 'yes' && match === 'yes') return 'yes';
      if (rest !== 'no') best = 'maybe';
    }
    if (!word.text.startsWith('-') && word.isCertain && !words[index - 1]?.text.startsWith('-')) return best;
  }
  return best;
}

function operandMatch(wanted: RuleWord, { text, isCertain }: LooseWord): Match {
  if (typeof wanted === 'string' ? text.toLowerCase() === wanted.toLowerCase() : wanted.test(text)) return 'yes';
  if (isCertain) return 'no';
  return text === '' || typeof wanted !== 'string' || shellPattern(text).test(wanted) ? 'maybe' : 'no';
}

const longNames: Readonly<Record<string, readonly string[]>> = { r: ['recursive'], f: ['force'], d: ['delete', 'dir'], a: ['all'], i: ['in-place', 'interactive'], g: ['global'], n: ['dry-run'], x: ['exec'] };

/** `-rf` is met by `-fr`, `-r -f` (letter by letter), `--recursive --force` and their abbreviations. */
function hasOption(option: string, words: readonly string[]): boolean {
  const names = words.filter((word) => word.startsWith('-')).map((word) => word.replace(/=.*$/s, '').toLowerCase());
  const wanted = option.toLowerCase();
  if (names.includes(wanted)) return true;
  const letters = names.filter((name) => /^-[^-]/.test(name)).join('');
  const long = names.filter((name) => name.startsWith('--') && name.length > 2);
  if (wanted.startsWith('--')) return long.some((name) => wanted.startsWith(name)) || Object.entries(longNames).some(([letter, known]) => known.includes(wanted.slice(2)) && letters.includes(letter));
  return Array.from(wanted.slice(1)).every((letter) => letters.includes(letter) || (longNames[letter] ?? []).some((known) => long.some((name) => `--${known}`.startsWith(name))));
}

/** A word with wildcards as the shell would match names against it. */
function shellPattern(word: string): RegExp {
  const parts = word.replace(/\{|\}/g, '*').replace(/[.+^$()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.').replace(/\[!/g, '[^');
  try {
    return new RegExp(`^${parts}$`, 'i');
  } catch {
    return /^/;
  }
}
