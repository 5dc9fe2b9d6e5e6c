import type { Wait } from '../../engine/model/wait.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { useNow } from '../store/clock.ts';
import { formatDuration } from '../text/format.ts';
import { Card } from './Card.tsx';
import { FailureText } from './FailureText.tsx';
import { PhaseActions } from './PhaseActions.tsx';

interface RateLimitCardProps {
  readonly phase: PhaseView;
  readonly wait: Extract<Wait, { reason: 'rate-limit' }>;
}

export function RateLimitCard({ phase, wait }: RateLimitCardProps) {
  const leftMs = wait.until - useNow();
  return (
    <Card tone="attention" icon="clock" title={leftMs > 0 ? `Goes on by itself in ${formatDuration(leftMs)}` : 'Goes on now'}>
      <FailureText failure={wait.failure} />
      <PhaseActions phase={phase} />
    </Card>
  );
}
