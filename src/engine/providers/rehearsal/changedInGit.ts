import { callsOf, type Conversation } from './conversation.ts';

/** Files in the last difference that the git tool showed; `null` where there is none to see. */
export function changedInGit(conversation: Conversation): readonly string[] | null {
  const diff = callsOf(conversation, 'git').findLast(({ input, isError }) => input['action'] === 'diff' && !isError);
  if (diff === undefined) return null;
  return [...new Set([...diff.output.matchAll(/^diff --git a\/.+ b\/(.+)$/gm)].map(([, path = '']) => path))];
}
