import { unansweredCalls } from '../agent/loop.ts';
import type { Message } from '../model/message.ts';
import { submitArtifactTool } from '../model/toolName.ts';
import type { PhaseJob } from './job.ts';

/** So that each is told once, whatever interrupts the telling. */
const opening = 'Not taken yet.';

/**
 * What goes on a conversation whose valid artifact was sent back: the submission is answered with the reasons, and what was
 * called together with it did not run. Nothing where it was not sent back, or the model was told already.
 */
export function repliesTo(messages: readonly Message[], sentBack: PhaseJob['sentBack']): readonly Message[] {
  const told = messages.filter((message) => message.role === 'tool' && message.name === submitArtifactTool && message.output.startsWith(`${opening} `)).length;
  if (sentBack === null || told >= sentBack.times) return [];
  return unansweredCalls(messages).map(({ call: { id, name } }) => ({
    role: 'tool', callId: id, name, isError: true,
    output: name === submitArtifactTool ? `${opening} ${sentBack.text}` : `Not run: the same turn called ${submitArtifactTool}, which came first.`,
  }));
}

/** What the model wrote in its latest turn. */
export function lastSaid(messages: readonly Message[]): string {
  const last = messages.findLast((message) => message.role === 'assistant');
  return last?.role === 'assistant' ? last.text.trim() : '';
}
