import type { OptionTable } from './optionTable.ts';

/** A word of a command line; `isFree` where a `*` of the rule stands for it, so that nobody has approved it as it is. */
export interface Argument {
  readonly word: string;
  readonly isFree: boolean;
}

export interface ArgumentUse {
  readonly operands: readonly Argument[];
  /** Values given to options, by the option. */
  readonly values: readonly { readonly option: string; readonly value: Argument }[];
  /** The first free option that the table does not know. */
  readonly unknownOption: string | null;
  /** Also where the rule names it. */
  readonly wideOption: string | null;
  readonly followingOption: string | null;
  /** Flags that are words of their own. */
  readonly flags: readonly string[];
}

/** Sorts the words after a program's name into options, their values and operands, as the program itself would. */
export function argumentUse(table: OptionTable, words: readonly Argument[]): ArgumentUse {
  const operands: Argument[] = [];
  const values: { option: string; value: Argument }[] = [];
  let unknownOption: string | null = null;
  let wideOption: string | null = null;
  let followingOption: string | null = null;
  const flags: string[] = [];
  let valueOf: string | null = null;
  let areOptionsOver = false;
  for (const argument of words) {
    const { word, isFree } = argument;
    if (valueOf !== null) {
      values.push({ option: valueOf, value: argument });
      valueOf = null;
    } else if (areOptionsOver || word === '-' || !word.startsWith('-')) operands.push(argument);
    else if (word === '--') areOptionsOver = true;
    else {
      const option = optionOf(table, word);
      if (isFree && option.unknown) unknownOption ??= word;
      if (option.isWide) wideOption ??= word;
      if (option.isFollowing) followingOption ??= word;
      flags.push(option.name);
      if (option.value !== undefined) values.push({ option: option.name, value: { word: option.value, isFree } });
      if (option.takesNext) valueOf = option.name;
    }
  }
  return { operands, values, unknownOption, wideOption, followingOption, flags };
}

interface OptionWord {
  readonly name: string;
  readonly unknown: boolean;
  readonly isWide: boolean;
  readonly isFollowing: boolean;
  readonly value?: string;
  readonly takesNext: boolean;
}

function optionOf(table: OptionTable, word: string): OptionWord {
  const known = (name: string, more: { value?: string; takesNext?: boolean } = {}): OptionWord => ({ name, unknown: false, isWide: table.wide.has(name), isFollowing: table.following.has(name), takesNext: false, ...more });
  if (table.takesNumber && /^-\d+$/.test(word)) return known('-#');
  if (table.flags.has(word)) return known(word);
  if (table.valued.has(word)) return known(word, { takesNext: true });
  const [, name = '', value = ''] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
  if (name !== '') return table.valued.has(name) ? known(name, { value }) : unknown(word);
  return word.startsWith('--') || table.hasLongWords ? unknown(word) : letters(table, word);
}

/** `-laR`, `-n5`, `-An`: flags in a row, of which the last may have its value behind it. */
function letters(table: OptionTable, word: string): OptionWord {
  let isWide = false;
  let isFollowing = false;
  for (const [index, letter] of Array.from(word.slice(1)).entries()) {
    const name = `-${letter}`;
    isWide ||= table.wide.has(name);
    isFollowing ||= table.following.has(name);
    if (table.valued.has(name)) {
      const value = word.slice(index + 2);
      return { name, unknown: false, isWide, isFollowing, takesNext: value === '', ...(value !== '' && { value }) };
    }
    if (!table.flags.has(name)) return unknown(word);
  }
  return { name: word, unknown: false, isWide, isFollowing, takesNext: false };
}

function unknown(name: string): OptionWord {
  return { name, unknown: true, isWide: false, isFollowing: false, takesNext: false };
}
