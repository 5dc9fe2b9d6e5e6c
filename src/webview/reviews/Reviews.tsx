import type { FindingDigest } from '../../engine/model/review.ts';
import type { ReviewerView, ReviewRoundView } from '../../engine/model/reviewView.ts';
import { Badge } from '../controls/Badge.tsx';
import { Icon } from '../icons/Icon.tsx';
import { toVisible } from '../text/visible.ts';
import { Differences } from './Differences.tsx';
import { decisionText, reviewerLook, severityTone } from './looks.ts';

/** What other models said of an artifact, newest round first. Folded away where nobody needs to look. */
export function Reviews({ rounds }: { readonly rounds: readonly ReviewRoundView[] }) {
  const latest = rounds.at(-1);
  if (!latest) return null;
  return (
    <details className="reviews" open={latest.decision !== 'passed'}>
      <summary><span className="reviews-title">Second opinion</span><span className="quiet">{decisionText(latest)}</span></summary>
      {rounds.toReversed().map((round) => <Round key={round.round} round={round} isOnly={rounds.length === 1} />)}
    </details>
  );
}

function Round({ round, isOnly }: { readonly round: ReviewRoundView; readonly isOnly: boolean }) {
  return (
    <section className="review-round" aria-label={`Round ${round.round} of the reviews`}>
      {!isOnly && <h3>{round.round === 1 ? 'First version' : 'After the author’s answer'}</h3>}
      <Differences disagreements={round.disagreements} />
      <ul className="reviewers">
        {round.reviewers.map((reviewer) => <Reviewer key={reviewer.name} reviewer={reviewer} />)}
      </ul>
    </section>
  );
}

function Reviewer({ reviewer }: { readonly reviewer: ReviewerView }) {
  const { name, model, summary, findings, failure } = reviewer;
  const look = reviewerLook(reviewer);
  return (
    <li className={`reviewer tone-${look.tone}`}>
      <p className="reviewer-line">
        <span className="status"><Icon name={look.icon} /><span>{look.label}</span></span>
        <strong>{toVisible(name)}</strong>
        {model !== null && model !== name && <span className="quiet">{toVisible(model)}</span>}
      </p>
      {(summary !== '' || failure !== null) && <p className="reviewer-text">{toVisible(failure ?? summary)}</p>}
      {findings.length > 0 && <ul className="findings">{findings.map((finding) => <Finding key={finding.id} finding={finding} />)}</ul>}
    </li>
  );
}

function Finding({ finding: { severity, pointer, title, detail } }: { readonly finding: FindingDigest }) {
  return (
    <li>
      <p><Badge tone={severityTone[severity]}>{severity}</Badge> <code>{pointer === '' ? '(whole)' : toVisible(pointer)}</code> {toVisible(title)}</p>
      <p className="quiet">{toVisible(detail)}</p>
    </li>
  );
}
