import type { ToolOutcome } from '../../engine/model/toolCall.ts';
import type { StatusLook } from '../text/status.ts';

const looks: Record<ToolOutcome, StatusLook> = {
  ok: { label: 'Done', icon: 'check', tone: 'success' },
  error: { label: 'Error', icon: 'error', tone: 'danger' },
  denied: { label: 'Denied', icon: 'cancel', tone: 'attention' },
  timeout: { label: 'Timed out', icon: 'clock', tone: 'danger' },
  cancelled: { label: 'Cancelled', icon: 'cancel', tone: 'neutral' },
  unknown: { label: 'Outcome unknown', icon: 'question', tone: 'attention' },
};

const running: StatusLook = { label: 'Running', icon: 'spinner', tone: 'active' };

const interrupted: StatusLook = { label: 'Interrupted', icon: 'question', tone: 'attention' };

/** `isLive`: its phase is at work, so that a call without an outcome is under way. */
export function outcomeOf(outcome: ToolOutcome | null, isLive: boolean): StatusLook {
  if (outcome === null) return isLive ? running : interrupted;
  return looks[outcome];
}
