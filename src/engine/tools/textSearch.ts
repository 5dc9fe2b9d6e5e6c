export interface Match {
  /** From the workspace root, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** One search, whichever program carries it out. */
export interface TextSearch {
  readonly request: {
    readonly pattern: string;
    readonly isRegex?: boolean | undefined;
    readonly ignoreCase?: boolean | undefined;
    readonly limit?: number | undefined;
  };
  readonly isWanted: (path: string) => boolean;
  /** `false` when there is no room for more. */
  readonly take: (match: Match) => boolean;
}
