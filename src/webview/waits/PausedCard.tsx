import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Countdown } from '../controls/Countdown.tsx';
import { useRun } from '../store/selectors.ts';
import { formatTime } from '../text/format.ts';
import { Card } from './Card.tsx';
import { ResumeButton } from './ResumeButton.tsx';

/** A phase that stands still with its run: why, and the one click that goes on. */
export function PausedCard({ phase }: { readonly phase: PhaseView }) {
  const pause = useRun()?.pause;
  const until = pause?.resumeAt ?? null;
  return (
    <Card tone="attention" icon={until === null ? 'pause' : 'clock'} title={`${phase.name} is paused`}>
      {until !== null && <p className="card-text"><Countdown until={until} />. <time className="quiet" dateTime={new Date(until).toISOString()}>{formatTime(until)}</time></p>}
      <p className="card-text">{pause?.reason === 'budget' ? 'It goes on when there is a budget for it again.' : 'It goes on after its last finished turn; what is finished is not done again.'}</p>
      <div className="card-actions"><ResumeButton /></div>
    </Card>
  );
}
