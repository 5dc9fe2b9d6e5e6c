import { revealHidden } from '../../base/hiddenText.ts';
import { cutMiddle } from '../../base/middleCut.ts';
import type { ToolResult } from '../../ports/tool.ts';
import type { CallAnswer, ContentPart } from './connection.ts';

const shownBytes = 30_000;
/** Of one answer; the others are only named. */
const mostImages = 5;

/** What a server answered, for a model: nothing hidden, and short enough for a conversation. */
export function answerResult({ content, isError }: CallAnswer): ToolResult {
  const text = revealHidden(content.map(partText).join('\n')).trim();
  const images = content.flatMap((part) => (part.type === 'image' ? [part.image] : [])).slice(0, mostImages);
  const cut = cutMiddle(text === '' ? '(no content)' : text, shownBytes);
  return { outcome: isError ? 'error' : 'ok', output: cut.text, ...(cut.isCut ? { whole: text } : {}), ...(images.length > 0 && !isError ? { images } : {}) };
}

function partText(part: ContentPart): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'image':
      return `[image: ${part.about}]`;
    case 'data':
      return `[${part.mimeType}, ${part.bytes.toLocaleString('en')} bytes, not shown]`;
    case 'link':
      return `[resource ${part.uri}: ${part.name}]`;
  }
}
