import { submitArtifactTool, toolEffects } from '../../model/toolName.ts';
import { suggestion } from './nearestName.ts';
import type { RuleContext } from './ruleContext.ts';

/** Tools must exist. `extraTools` are those that the host adds to the built-in ones. */
export function checkTools({ template, report }: RuleContext, extraTools: readonly string[]): void {
  const known = [...Object.keys(toolEffects), ...extraTools];
  for (const { value, path } of template.phases.flatMap(({ tools }) => tools)) {
    if (value === submitArtifactTool) report({ path, code: 'unknown-tool', message: `"${submitArtifactTool}" is offered to every phase: leave it out of tools.` });
    else if (!known.includes(value)) report({ path, code: 'unknown-tool', message: `There is no tool "${value}".${suggestion(value, known)} Known tools: ${known.join(', ')}.` });
  }
}

export function checkReviews({ template, report }: RuleContext): void {
  for (const { path, review } of template.phases) {
    if (review !== undefined) report({ path: [...path, 'review'], isAboutKey: true, code: 'review-not-performed', severity: 'warning', message: 'Reviews are not performed yet in this version: the phase ends with its own artifact.' });
  }
}
