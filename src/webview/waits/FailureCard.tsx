import type { Failure } from '../../engine/model/failure.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Card } from './Card.tsx';
import { FailureText } from './FailureText.tsx';
import { PhaseActions } from './PhaseActions.tsx';

export function FailureCard({ phase, failure }: { readonly phase: PhaseView; readonly failure: Failure }) {
  return (
    <Card tone="danger" icon="error" title={`${phase.name} failed`}>
      <FailureText failure={failure} />
      <PhaseActions phase={phase} />
    </Card>
  );
}
