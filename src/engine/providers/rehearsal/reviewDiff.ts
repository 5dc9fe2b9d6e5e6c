import { callsOf } from './conversation.ts';
import type { Situation, Step } from './situation.ts';

/** One look at the change as a whole, where git is offered. */
export function reviewDiff({ conversation, toolbox }: Situation): Step | null {
  if (callsOf(conversation, 'git').length > 0) return null;
  const calls = toolbox.call('git', { action: 'diff' });
  return calls.length === 0 ? null : { say: 'I look at the whole difference once more, as a reviewer would.', calls };
}
