import type { Question } from '../../engine/model/wait.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Button } from '../controls/Button.tsx';
import { send } from '../host.ts';
import { usePending } from '../store/selectors.ts';
import { request } from '../store/store.ts';
import { Card } from './Card.tsx';
import { ResumeButton } from './ResumeButton.tsx';
import { ApprovalEffect } from './ApprovalEffect.tsx';
import { approvalChoices } from './approvalChoices.ts';

interface ApprovalCardProps {
  readonly phase: PhaseView;
  readonly question: Question;
}

/** One tool call with its real effect. Plain text throughout: what is approved must not be styled by who asks. */
export function ApprovalCard({ phase, question }: ApprovalCardProps) {
  const isSent = usePending() === question.call;
  const effect = question.effect ?? (question.detail === undefined ? null : { type: 'other', text: question.detail } as const);
  const isAllowed = phase.commands.includes('answer');
  return (
    <Card tone="attention" icon="shield" title={`${phase.name} asks for permission`}>
      <p className="card-text">{titleOf(question)}</p>
      {question.reason !== undefined && <p className="card-reason">{question.reason}</p>}
      {effect && <ApprovalEffect effect={effect} onCompare={() => send({ type: 'show-proposal', phase: phase.id, call: question.call })} />}
      {question.covers !== undefined && <p className="card-reason">A lasting yes covers {question.covers}.</p>}
      {!isAllowed && phase.message !== null && <p className="card-text">{phase.message}</p>}
      <div className="card-actions">
        {!isAllowed && <ResumeButton />}
        {isAllowed && approvalChoices(question).map(({ label, answer, isPrimary }) => (
          <Button
            key={answer}
            appearance={isPrimary ? 'primary' : 'secondary'}
            isDisabled={isSent}
            onClick={() => request({ type: 'answer', call: question.call, answer }, question.call)}
          >
            {label}
          </Button>
        ))}
      </div>
    </Card>
  );
}

/** The reason stands in the text for places that show one line; here it has its own. */
function titleOf({ text, reason }: Question): string {
  const suffix = ` (${reason ?? ''})`;
  return text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}
