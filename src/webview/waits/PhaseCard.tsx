import type { PhaseView } from '../../engine/workflow/runView.ts';
import { useRun } from '../store/selectors.ts';
import { ApprovalCard } from './ApprovalCard.tsx';
import { BudgetCard } from './BudgetCard.tsx';
import { DecisionCard } from './DecisionCard.tsx';
import { FailureCard } from './FailureCard.tsx';
import { PausedCard } from './PausedCard.tsx';
import { PhaseActions } from './PhaseActions.tsx';
import { phaseActionsOf } from './phaseActions.ts';
import { QuestionCard } from './QuestionCard.tsx';
import { RateLimitCard } from './RateLimitCard.tsx';

/** What the phase needs from a person, docked under its conversation. */
export function PhaseCard({ phase }: { readonly phase: PhaseView }) {
  const { wait, failure } = phase;
  const shortage = useRun()?.pause?.shortage;
  switch (wait?.reason) {
    case 'input': return <QuestionCard key={wait.question.call} phase={phase} question={wait.question} />;
    case 'approval': return <ApprovalCard key={wait.question.call} phase={phase} question={wait.question} />;
    case 'decision': return <DecisionCard phase={phase} wait={wait} />;
    case 'rate-limit': return <RateLimitCard phase={phase} wait={wait} />;
    case undefined: return shortage?.phase === phase.id ? <BudgetCard shortage={shortage} /> : phase.status === 'paused' ? <PausedCard phase={phase} /> : failure ? <FailureCard phase={phase} failure={failure} /> : <QuietActions phase={phase} />;
  }
}

/** Where nothing is asked but something may be done, such as skipping a phase ahead. */
function QuietActions({ phase }: { readonly phase: PhaseView }) {
  return phaseActionsOf(phase).length > 0 ? <div className="card is-quiet"><PhaseActions phase={phase} isQuiet /></div> : null;
}
