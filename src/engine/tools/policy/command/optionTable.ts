/** What words that are no options mean to a program. */
export type Operands =
  /** Files and folders to look at. */
  | 'paths'
  /** Mean nothing outside the program. */
  | 'text'
  /** The first is a pattern or filter, unless an option gave one; the others are paths. */
  | 'text-then-paths'
  /** Of Git: revisions, ranges, `revision:path`, paths. */
  | 'revisions'
  | 'none';

/**
 * The options of a program that only look. Everything that is not listed asks, so that a new version's new option does too.
 * Sources: the programs' manuals (coreutils 9, findutils 4.9, GNU grep 3, Git 2.50, ripgrep 14, jq 1.7).
 */
export interface OptionTable {
  readonly flags: ReadonlySet<string>;
  /** Take the next word, or the rest of theirs, as a value. */
  readonly valued: ReadonlySet<string>;
  /** Of both: make the program show the content of files that nobody named. */
  readonly wide: ReadonlySet<string>;
  /** Of both: make the program go where symbolic links lead that it meets. */
  readonly following: ReadonlySet<string>;
  readonly operands: Operands;
  readonly mostOperands: number;
  /** `-20` */
  readonly takesNumber: boolean;
  /** Options are whole words with one dash (`-name`), never letters in a row. */
  readonly hasLongWords: boolean;
  /** Shows what all files of a folder hold, without an option for that. */
  readonly readsFolders: boolean;
}

/** Written `-a -n: --all --max-count: -r! -R!@`: a colon takes a value, an exclamation mark is wide, an `@` follows links, `-#` is a number. */
export function optionTable(options: string, operands: Operands, more: { readonly mostOperands?: number; readonly hasLongWords?: boolean; readonly readsFolders?: boolean } = {}): OptionTable {
  const words = options.split(' ').filter((word) => word !== '');
  const names = (test: RegExp): ReadonlySet<string> => new Set(words.filter((word) => test.test(word)).map((word) => word.replace(/[:!@]+$/, '')));
  return {
    flags: names(/[^:!@]!?@?$/),
    valued: names(/:!?@?$/),
    wide: names(/!@?$/),
    following: names(/@$/),
    operands,
    mostOperands: more.mostOperands ?? (operands === 'none' ? 0 : Number.POSITIVE_INFINITY),
    takesNumber: words.includes('-#'),
    hasLongWords: more.hasLongWords ?? false,
    readsFolders: more.readsFolders ?? false,
  };
}
