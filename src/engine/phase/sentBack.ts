import { unansweredCalls } from '../agent/loop.ts';
import type { Message } from '../model/message.ts';
import { submitArtifactTool } from '../model/toolName.ts';

/** So that it is told once, whatever interrupts the telling. */
const opening = 'Sent back by the reviewers.';

/**
 * What goes on a conversation whose valid artifact was sent back: the submission is answered with the reasons, and what was
 * called together with it did not run. Nothing where it was not sent back, or the model was told already.
 */
export function repliesTo(messages: readonly Message[], sentBack: string | null): readonly Message[] {
  const isTold = messages.some((message) => message.role === 'tool' && message.name === submitArtifactTool && message.output.startsWith(opening));
  if (sentBack === null || isTold) return [];
  return unansweredCalls(messages).map(({ call: { id, name } }) => ({
    role: 'tool', callId: id, name, isError: true,
    output: name === submitArtifactTool ? `${opening} ${sentBack}` : `Not run: the same turn called ${submitArtifactTool}, which came first.`,
  }));
}

/** What the model wrote in its latest turn. */
export function lastSaid(messages: readonly Message[]): string {
  const last = messages.findLast((message) => message.role === 'assistant');
  return last?.role === 'assistant' ? last.text.trim() : '';
}
