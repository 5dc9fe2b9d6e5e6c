/** A file with a person's permission rules. It lies in the person's own scope, where nothing that a workspace holds can reach. */
export interface RuleFile {
  /** Its path, for people. */
  readonly name: string;
  /** `null` where there is none yet; rejects where it cannot be read. */
  read(): Promise<string | null>;
  /** Replaces it in one step; only its owner may read it. */
  write(text: string): Promise<void>;
}
