import type { RunHeader } from '../../engine/workflow/runView.ts';
import { Button } from '../controls/Button.tsx';
import { Checkbox } from '../controls/Checkbox.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { send } from '../host.ts';
import { usePending } from '../store/selectors.ts';
import { request } from '../store/store.ts';
import { runActionsOf } from './runActions.ts';

/** `isCompact`: what is not the way on shrinks to its icon, unless it stands alone. */
export function RunActions({ run, isCompact = false }: { readonly run: RunHeader; readonly isCompact?: boolean }) {
  const pending = usePending();
  const actions = runActionsOf(run);
  return (
    <div className="run-actions" role="group" aria-label="Run">
      {actions.map(({ command, label, icon, title, isPrimary }) => isCompact && !isPrimary && actions.length > 1 ? (
        <IconButton key={command} icon={icon} label={label} isDisabled={pending === command} onClick={() => request({ type: 'command', command }, command)} />
      ) : (
        <Button
          key={command}
          icon={icon}
          title={title}
          appearance={isPrimary ? 'primary' : 'secondary'}
          isDisabled={pending === command}
          onClick={() => request({ type: 'command', command }, command)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

/** Absent where the mode cannot be changed: a run that ended, a window that only watches. */
export function AutoSwitch({ run }: { readonly run: RunHeader }) {
  if (!run.commands.includes('set-auto')) return null;
  return <Checkbox label="Auto" title="Start each phase as soon as it can, without asking" isChecked={run.isAuto} onChange={setAuto} />;
}

function setAuto(isAuto: boolean): void {
  send({ type: 'set-auto', isAuto });
}
