import { fieldOf, listOf } from './looseTemplate.ts';
import type { RuleContext } from './ruleContext.ts';

/** No more may be asked to approve than there are; and a second opinion is that of another model. */
export function checkReviews({ template, report }: RuleContext): void {
  for (const { path, model, review } of template.phases) {
    const by = listOf(fieldOf(review, 'by'));
    const wanted = fieldOf(fieldOf(review, 'policy'), 'consensus');
    if (typeof wanted === 'number' && by.length > 0 && wanted > by.length) {
      report({ path: [...path, 'review', 'policy', 'consensus'], code: 'bad-review', message: `${wanted} reviewers must approve, but "by" names ${by.length}.` });
    }
    by.forEach((reviewer, index) => {
      if (typeof reviewer === 'string' && reviewer === model) report({ path: [...path, 'review', 'by', index], code: 'same-model', severity: 'warning', message: `"${reviewer}" is the model of the phase itself: its opinion is not a second one.` });
    });
  }
}
