import { callsOf } from './conversation.ts';
import type { Situation, Step } from './situation.ts';

/** What is under review, before anything is read: where there is a tool that tells. */
export function seeChanges({ conversation, toolbox }: Situation): Step | null {
  if (callsOf(conversation, 'read_changes').length > 0) return null;
  const base = /\bbase "([^"\s]+)"/.exec(conversation.prompt)?.[1];
  const calls = ['files', 'diff'].flatMap((view) => toolbox.call('read_changes', { view, ...(base !== undefined && { base }) }));
  return calls.length === 0 ? null : { say: 'First what changed, as Git has it.', calls };
}
