import type { ToolCallId } from '../model/ids.ts';
import type { Message } from '../model/message.ts';
import type { Steering } from '../ports/steering.ts';

/** Hands what a person writes over to the conversation, each text once. */
export interface Inbox {
  /** What the model has not been told yet, as a message, with how many texts it has been told then; `null` where there is nothing. */
  take(): { readonly message: Message; readonly delivered: number } | null;
  /** Whether something waits to be told. */
  hasNews(call?: ToolCallId): boolean;
}

/** `delivered` texts were told before. */
export function inbox(steering: Steering, delivered: number): Inbox {
  let told = delivered;
  return {
    take() {
      const news = steering.given().slice(told);
      if (news.length === 0) return null;
      told += news.length;
      return { message: { role: 'user', text: `${introduction}\n\n${news.join('\n\n')}` }, delivered: told };
    },
    hasNews: (call) => steering.given(call).length > told,
  };
}

const introduction = 'The person for whom you work writes:';
