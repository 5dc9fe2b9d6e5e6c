import { callsOf } from './conversation.ts';
import type { Situation, Step } from './situation.ts';
import { sourcesOf } from './workspaceFiles.ts';

/** Where a person may be asked: one question, about what the workspace cannot answer. */
export function ask(situation: Situation): Step | null {
  const { conversation, toolbox, goal } = situation;
  if (!toolbox.has('ask_user') || callsOf(conversation, 'ask_user').length > 0) return null;
  const [file] = sourcesOf(situation);
  const options = ['Keep the change as small as possible', ...(file === undefined ? [] : [`Start in ${file}`]), 'Cover it with tests first'];
  const question = `For "${goal}": what should have priority?`;
  return { say: 'One thing I cannot find in the workspace, so I ask.', calls: toolbox.call('ask_user', { question, options }) };
}
