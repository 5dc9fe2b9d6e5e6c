import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Button } from '../controls/Button.tsx';
import { usePending } from '../store/selectors.ts';
import { request } from '../store/store.ts';
import { phaseActionsOf } from './phaseActions.ts';

export function PhaseActions({ phase, isQuiet = false }: { readonly phase: PhaseView; readonly isQuiet?: boolean }) {
  const pending = usePending();
  return (
    <div className="card-actions">
      {phaseActionsOf(phase).map(({ command, label, title, icon }, index) => (
        <Button
          key={command}
          icon={icon}
          title={title}
          appearance={index === 0 && !isQuiet ? 'primary' : 'secondary'}
          isDisabled={pending === `${phase.id}:${command}`}
          onClick={() => request({ type: 'phase-command', command, phase: phase.id }, `${phase.id}:${command}`)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
