import type { ReviewerView, ReviewRoundView } from '../../engine/model/reviewView.ts';
import { singleLine } from './text.ts';

const width = 140;

/** What `show` says of a round of reviews: who said what about which place, and where they differ. */
export function reviewLines({ round, reviewers, decision, message, disagreements }: ReviewRoundView): readonly string[] {
  return [
    `    Second opinion, round ${round}: ${decision ?? 'under way'}${message === '' ? '' : `. ${singleLine(message, 400)}`}`,
    ...reviewers.flatMap(reviewerLines),
    ...(disagreements.length > 0 ? ['      Where they differ:'] : []),
    ...disagreements.flatMap(({ field, says }) => [
      `        ${field === '' ? 'the whole' : field}`,
      ...says.map(({ name, what }) => `          ${name}: ${what === null ? 'nothing' : singleLine(what, width)}`),
    ]),
  ];
}

function reviewerLines({ name, model, status, verdict, summary, findings, failure }: ReviewerView): readonly string[] {
  const said = status === 'reviewed' ? `${verdict}: ${singleLine(summary, width)}` : `${status}${failure === null ? '' : `: ${singleLine(failure, width)}`}`;
  return [
    `      ${name}${model === null || model === name ? '' : ` (${model})`} ${said}`,
    ...findings.map(({ severity, pointer, title }) => `        ${severity.padEnd(7)} ${pointer === '' ? 'the whole' : pointer}: ${singleLine(title, width)}`),
  ];
}
