import type { GuidanceRoot } from '../../ports/guidance.ts';
import { findGuidance } from './findGuidance.ts';

/** A command as a person uses it: what its file says. */
export interface CommandText {
  readonly name: string;
  readonly description: string;
  /** Of its file, as it is shown. */
  readonly path: string;
  readonly text: string;
}

/** The commands of these roots, the nearest of each name, without those that are broken. */
export async function commandTexts(roots: readonly GuidanceRoot[], signal: AbortSignal): Promise<readonly CommandText[]> {
  const { skills } = await findGuidance(roots.map((root) => ({ ...root, skillFolders: [], ruleFiles: [], hasNestedRules: false })), signal);
  return skills.map(({ name, description, path, body }) => ({ name, description, path, text: body }));
}
