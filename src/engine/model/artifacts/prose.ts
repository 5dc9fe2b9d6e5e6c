import * as z from 'zod';

/** Text that a person will read: not blank, and not a stand-in for text that was never written. */
export function prose(description: string, maxLength = 20_000): z.ZodString {
  return z.string().min(1).max(maxLength).superRefine((text, context) => {
    const message = complaintAbout(text);
    if (message) context.addIssue({ code: 'custom', message });
  }).describe(description);
}

/** One line that names something. */
export function title(description: string): z.ZodString {
  return prose(description, 200);
}

/** What is wrong with a text, or `undefined`. */
function complaintAbout(text: string): string | undefined {
  const visible = text.replaceAll(/[\s\p{Cf}\p{Cc}]+/gu, ' ').trim();
  if (visible === '') return text === '' ? undefined : 'must not be blank';
  return isPlaceholder(visible) ? `is placeholder text (${JSON.stringify(visible.slice(0, 40))}): write the real content` : undefined;
}

const standIns = new Set([
  'todo', 'tbd', 'tba', 'tbc', 'fixme', 'xxx', 'n/a', 'na', 'string', 'text', 'placeholder', 'description', 'title', 'summary',
  'to be determined', 'to be defined', 'to be decided', 'to be done', 'fill me in', 'insert text here', 'your text here', 'coming soon',
]);

function isPlaceholder(text: string): boolean {
  const words = text.toLowerCase().replaceAll(/^[\s"'`*_<[({]+|[\s"'`*_>\])}.:!…-]+$/g, '');
  return (
    words === '' ||
    standIns.has(words) ||
    /\blorem ipsum\b/i.test(text) ||
    /^(?:todo|tbd|fixme)\s*[:(]/i.test(text) ||
    /^[<[{]+\s*(?:insert|your|add|describe|fill|enter|todo|tbd)\b[^<>[\]{}]*[>\]}]+$/i.test(text)
  );
}
