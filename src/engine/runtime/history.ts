import type { Fact } from '../model/fact.ts';
import type { ExecutionId, ToolCallId } from '../model/ids.ts';
import { message, type Message } from '../model/message.ts';
import type { ConversationHistory } from '../phase/job.ts';
import type { RunStore } from '../ports/store.ts';

/** What was recorded of one execution's conversation, with the answers that people gave in it. */
export interface RecordedConversation {
  readonly history: ConversationHistory;
  readonly answers: ReadonlyMap<ToolCallId, string>;
}

/** Reads a conversation back from the facts of its run. */
export async function recordedConversation(store: RunStore, facts: readonly Fact[], execution: ExecutionId): Promise<RecordedConversation> {
  const messages: Message[] = [];
  const open = new Set<ToolCallId>();
  const unanswered = new Set<ToolCallId>();
  const answers = new Map<ToolCallId, string>();
  let rejections = 0;
  for (const { event } of facts) {
    if (!('execution' in event) || event.execution !== execution) continue;
    if (event.type === 'message-added') messages.push(message.parse(JSON.parse(await store.text(event.content))));
    if (event.type === 'tool-started') open.add(event.call);
    if (event.type === 'tool-finished') open.delete(event.call);
    if (event.type === 'output-rejected') rejections += 1;
    if (event.type === 'question-asked') unanswered.add(event.question.call);
    if (event.type === 'question-answered') {
      unanswered.delete(event.call);
      answers.set(event.call, event.answer);
    }
  }
  // A call that still waits for its approval has not begun.
  const interrupted = new Set([...open].filter((call) => !unanswered.has(call)));
  return { history: { messages, interrupted, rejections }, answers };
}
