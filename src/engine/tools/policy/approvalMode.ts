import type { ToolIntent } from '../../ports/tool.ts';
import type { Verdict } from './decideCommand.ts';

/** What a run may do without asking: nothing but look, edit files, everything, or what the rules allow. */
export type ApprovalMode = 'none' | 'edits' | 'all' | 'ask';

/** What becomes of the rules' word in a mode. What rules deny, or firmly ask for, no mode allows. */
export function inMode(mode: ApprovalMode, verdict: Verdict, { subject, effect }: Pick<ToolIntent, 'subject' | 'effect'>): Verdict {
  const isEdit = subject?.type === 'write' || (!subject && effect === 'workspace');
  const isRun = subject?.type === 'command' || subject?.type === 'program' || (!subject && effect === 'process');
  if (verdict.decision === 'deny' || (!isEdit && !isRun)) return verdict;
  if (mode === 'none') return { decision: 'deny', reason: `${isEdit ? 'Edits' : 'Commands'} are not approved in this run. Go on without, and say so in the artifact.`, isFirm: true };
  if (verdict.decision === 'allow' || verdict.isFirm) return verdict;
  if (mode === 'all') return { decision: 'allow', reason: 'Edits and commands are approved.', isFirm: false };
  return mode === 'edits' && isEdit ? { decision: 'allow', reason: 'Edits are approved.', isFirm: false } : verdict;
}
