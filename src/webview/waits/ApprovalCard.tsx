import type { Question } from '../../engine/model/wait.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Button } from '../controls/Button.tsx';
import { usePending } from '../store/selectors.ts';
import { request } from '../store/store.ts';
import { Card } from './Card.tsx';
import { ResumeButton } from './ResumeButton.tsx';
import { approvalChoices } from './approvalChoices.ts';

interface ApprovalCardProps {
  readonly phase: PhaseView;
  readonly question: Question;
}

/** One tool call with its real effect. Plain text throughout: what is approved must not be styled by who asks. */
export function ApprovalCard({ phase, question }: ApprovalCardProps) {
  const isSent = usePending() === question.call;
  const isAllowed = phase.commands.includes('answer');
  return (
    <Card tone="attention" icon="shield" title={`${phase.name} asks for permission`}>
      <p className="card-text">{question.text}</p>
      {question.detail !== undefined && <pre tabIndex={0} className="card-detail" aria-label="What it would do">{question.detail}</pre>}
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
