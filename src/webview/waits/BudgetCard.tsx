import type { Shortage } from '../../engine/model/budget.ts';
import { Button } from '../controls/Button.tsx';
import { usePending, useRun } from '../store/selectors.ts';
import { request } from '../store/store.ts';
import { formatAmount, formatShare } from '../text/budget.ts';
import { Card } from './Card.tsx';

const titles: Record<Shortage['scope'], string> = { phase: 'The budget of this phase is used up', run: 'The budget of this run is used up', day: 'The budget of today is used up' };

/** The next call might pass a cap, so it was not made: how things stand, and the two ways out. */
export function BudgetCard({ shortage }: { readonly shortage: Shortage }) {
  const pending = usePending();
  const commands = useRun()?.commands ?? [];
  const { unit, cap, spent, needed } = shortage;
  return (
    <Card tone="attention" icon="budget" title={titles[shortage.scope]}>
      <dl className="budget">
        <div><dt>Spent</dt><dd className="number">{formatShare({ unit, spent, cap })}</dd></div>
        <div><dt>Next call, at most</dt><dd className="number">{formatAmount(needed, unit)}</dd></div>
      </dl>
      <progress className="budget-meter" max={Math.max(cap, spent + needed)} value={spent} aria-hidden="true" />
      <div className="card-actions">
        {commands.includes('raise-budget') && <Button icon="budget" appearance="primary" isDisabled={pending === 'raise-budget'} title="Set a higher cap and go on" onClick={() => request({ type: 'command', command: 'raise-budget' }, 'raise-budget')}>Raise budget…</Button>}
        {commands.includes('cancel') && <Button icon="stop" isDisabled={pending === 'cancel'} title="End the run; finished phases keep their artifacts" onClick={() => request({ type: 'command', command: 'cancel' }, 'cancel')}>Cancel run</Button>}
      </div>
    </Card>
  );
}
