import { Button } from '../controls/Button.tsx';
import { usePending, useRun } from '../store/selectors.ts';
import { request } from '../store/store.ts';

/** Where the run may be resumed. */
export function ResumeButton() {
  const isAllowed = useRun()?.commands.includes('resume') ?? false;
  const isSent = usePending() === 'resume';
  if (!isAllowed) return null;
  return <Button icon="play" appearance="primary" isDisabled={isSent} title="Go on after the last finished turn" onClick={() => request({ type: 'command', command: 'resume' }, 'resume')}>Resume</Button>;
}
