import type { ContentRef } from '../model/content.ts';
import type { Fact } from '../model/fact.ts';
import type { ContentHash, ExecutionId, PhaseId, ToolCallId } from '../model/ids.ts';
import { message, type Message } from '../model/message.ts';
import { shownImages } from '../model/shownImages.ts';
import type { Question } from '../model/wait.ts';
import type { ConversationHistory } from '../phase/job.ts';
import type { RunStore } from '../ports/store.ts';

/** What was recorded of one execution's conversation. */
export interface RecordedConversation {
  readonly history: ConversationHistory;
  /** What people answered to questions. Approvals are not among them: each is given once, to the process that asked. */
  readonly answers: ReadonlyMap<ToolCallId, string>;
  /** Calls that began and never finished. */
  readonly open: readonly { readonly call: ToolCallId; readonly phase: PhaseId }[];
}

/** Reads a conversation back from the facts of its run. */
export async function recordedConversation(store: RunStore, facts: readonly Fact[], execution: ExecutionId): Promise<RecordedConversation> {
  const contents: ContentRef[] = [];
  const begun = new Map<ToolCallId, PhaseId>();
  const finished = new Set<ToolCallId>();
  const unanswered = new Set<ToolCallId>();
  const kinds = new Map<ToolCallId, Question['kind']>();
  const answers = new Map<ToolCallId, string>();
  const compacted = new Map<number, number>();
  const images = new Map<ContentHash, ContentRef>();
  let rejections = 0;
  for (const { event } of facts) {
    if (!('execution' in event) || event.execution !== execution) continue;
    if (event.type === 'message-added') contents.push(event.content);
    if (event.type === 'context-compacted') for (const ordinal of event.messages) compacted.set(ordinal, contents.length);
    if (event.type === 'tool-started') begun.set(event.call, event.phase);
    if (event.type === 'tool-finished') {
      finished.add(event.call);
      for (const { content } of event.images ?? []) images.set(content.hash, content);
    }
    if (event.type === 'output-rejected') rejections += 1;
    if (event.type === 'question-asked') {
      unanswered.add(event.question.call);
      kinds.set(event.question.call, event.question.kind);
    }
    if (event.type === 'question-answered') {
      unanswered.delete(event.call);
      if (kinds.get(event.call) === 'question') answers.set(event.call, event.answer);
    }
  }
  const open = [...begun].filter(([call]) => !finished.has(call)).map(([call, phase]) => ({ call, phase }));
  // A call that still waits for its approval has not begun to take effect; one that asks anything else may have.
  const interrupted = new Set(open.map(({ call }) => call).filter((call) => !(unanswered.has(call) && kinds.get(call) === 'approval')));
  const messages = await Promise.all(contents.map((content) => readMessage(store, content)));
  const sent = shownImages(messages, compacted);
  const shown = new Map(await Promise.all([...images].filter(([hash]) => sent.has(hash)).map(async ([hash, content]) => [hash, await store.text(content)] as const)));
  return { history: { messages, begun: new Set(begun.keys()), interrupted, compacted, rejections, images: shown }, answers, open };
}

async function readMessage(store: RunStore, content: ContentRef): Promise<Message> {
  return message.parse(JSON.parse(await store.text(content)));
}
