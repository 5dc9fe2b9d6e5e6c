import type { PhaseView } from '../../engine/workflow/runView.ts';
import { useRun } from '../store/selectors.ts';
import { Card } from './Card.tsx';
import { ResumeButton } from './ResumeButton.tsx';

/** A phase that stands still with its run: why, and the one click that goes on. */
export function PausedCard({ phase }: { readonly phase: PhaseView }) {
  const reason = useRun()?.pause?.reason;
  return (
    <Card tone="attention" icon="pause" title={`${phase.name} is paused`}>
      {phase.message !== null && <p className="card-text">{phase.message}</p>}
      {reason === 'interrupted' && <p className="card-text">It goes on after its last finished turn; what is finished is not done again.</p>}
      <div className="card-actions"><ResumeButton /></div>
    </Card>
  );
}
