import { ok } from '../../base/result.ts';
import type { ToolSource } from '../../ports/tool.ts';
import type { GuidanceRoot, Preface } from '../../ports/guidance.ts';
import { findGuidance } from './findGuidance.ts';
import { loadSkillTool } from './loadSkill.ts';
import { rulesText } from './rulesText.ts';

/** `load_skill`, where there is something to load. Files are read anew for each phase. */
export function guidanceSource(roots: readonly GuidanceRoot[]): ToolSource {
  return {
    owns: ownsSkills,
    async open({ names }, signal) {
      const { skills } = await findGuidance(roots.map((root) => ({ ...root, ruleFiles: [], hasNestedRules: false })), signal);
      return ok(new Map(names.map((name) => [name, skills.length === 0 ? [] : [loadSkillTool(skills)]])));
    },
    close: () => Promise.resolve(),
  };
}

/** The rules of these roots, read anew for each phase. */
export function rulesPreface(roots: readonly GuidanceRoot[]): Preface {
  return {
    async text(signal) {
      const { rules } = await findGuidance(roots.map((root) => ({ ...root, skillFolders: [], commandFolders: [] })), signal);
      return rulesText(rules);
    },
  };
}

export function ownsSkills(name: string): boolean {
  return name === 'load_skill';
}
