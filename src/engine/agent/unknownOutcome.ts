import type { ToolCallId } from '../model/ids.ts';
import type { ModelToolCall } from '../model/message.ts';
import type { Question } from '../model/wait.ts';

/** What is asked about a call that may have taken effect before the program ended. It is never made again by the engine. */
export function unknownOutcome({ id, call }: { readonly id: ToolCallId; readonly call: ModelToolCall }): Question {
  return {
    call: id,
    kind: 'question',
    text: `The program ended while \`${call.name}\` was under way, and nobody knows whether it took effect:\n\n${shown(call)}\n\nWhat should the model be told?`,
    options: ['It took effect', 'It had no effect', 'Let the model find out'],
  };
}

const shownCharacters = 1_000;

/** Indented, so that nothing in it can end the block. */
function shown({ input }: ModelToolCall): string {
  const text = JSON.stringify(input, null, 2);
  const cut = text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters).replace(/[\uD800-\uDBFF]$/, '')}\n…`;
  return cut.replaceAll(/^/gm, '    ');
}

/** For the model; `answer` is what the person said. */
export function toldUnknown(answer: string): string {
  return `The program ended while this call ran, so its outcome is unknown. The person, who was asked about it, says: "${answer}". Look at the workspace before you decide whether to repeat it.`;
}
