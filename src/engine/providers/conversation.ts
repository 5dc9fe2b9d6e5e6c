import type { Message } from '../model/message.ts';

/** The same conversation with every tool's result right after the turn that called it, before what a person said meanwhile: vendors insist on it. */
export function resultsFirst(messages: readonly Message[]): readonly Message[] {
  const ordered: Message[] = [];
  let place = 0;
  for (const message of messages) {
    if (message.role === 'tool') ordered.splice(place, 0, message);
    else ordered.push(message);
    if (message.role === 'tool') place += 1;
    if (message.role === 'assistant') place = ordered.length;
  }
  return ordered;
}

/** What a model reads of a tool's output; several vendors refuse an empty one. */
export function outputText(output: string): string {
  return output.trim() === '' ? '(no output)' : output;
}
