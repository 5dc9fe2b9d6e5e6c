/** Whose it is: the workspace's, or the user's own for every workspace. */
export type GuidanceSource = 'workspace' | 'user';

/** Something a model may load when it needs it: a skill (`skills/x/SKILL.md`) or a command (`commands/x.md`). */
export interface Skill {
  readonly kind: 'skill' | 'command';
  readonly name: string;
  /** When to load it, for the model. */
  readonly description: string;
  readonly source: GuidanceSource;
  /** Of its file, for people. */
  readonly path: string;
}

/** A file of rules: AGENTS.md, CLAUDE.md. */
export interface RuleFile {
  readonly source: GuidanceSource;
  readonly path: string;
  /** The folder that its rules are about, from the workspace root; `.` for all of it. */
  readonly folder: string;
}

/** What is wrong with one of these files, where an editor can show it. */
export interface GuidanceProblem {
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly message: string;
  /** A file with errors is not used. */
  readonly severity: 'error' | 'warning';
}

/** Everything that was found. */
export interface GuidanceList {
  /** One for each name: the nearest. */
  readonly skills: readonly Skill[];
  readonly rules: readonly RuleFile[];
  readonly problems: readonly GuidanceProblem[];
}
