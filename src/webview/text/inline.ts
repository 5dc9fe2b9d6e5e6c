/** A run of text inside a paragraph. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly text: string };

/** Each alternative stops at its own closing mark, so scanning is linear in the text. */
const marks = /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(?<![\w*])\*([^*\s][^*\n]*)\*(?![\w*])|(?<![\w_])_([^_\s][^_\n]*)_(?![\w_])|\[([^[\]\n]{1,500})\]\(([^()\s]{1,2000})\)|(https?:\/\/[^\s<>()"'`*]{1,2000})/g;
const maxDepth = 3;

export function parseInline(text: string, depth = 0): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(marks)) {
    if (match.index > end) parts.push({ type: 'text', text: text.slice(end, match.index) });
    parts.push(toPart(match, depth));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ type: 'text', text: text.slice(end) });
  return parts;
}

function toPart(match: RegExpExecArray, depth: number): Inline {
  const [whole, code, strong, star, underscore, label, target, address] = match;
  if (code !== undefined) return { type: 'code', text: code };
  if (strong !== undefined) return { type: 'strong', children: parseNested(strong, depth) };
  const emphasis = star ?? underscore;
  if (emphasis !== undefined) return { type: 'emphasis', children: parseNested(emphasis, depth) };
  if (label !== undefined && target !== undefined && isWebAddress(target)) return { type: 'link', href: target, text: label };
  if (address !== undefined) return { type: 'link', href: trimEnd(address), text: address };
  return { type: 'text', text: whole };
}

function parseNested(text: string, depth: number): readonly Inline[] {
  return depth >= maxDepth ? [{ type: 'text', text }] : parseInline(text, depth + 1);
}

/** Only these can be asked for; `javascript:`, `data:`, `command:`, `file:` and the like stay text. */
export function isWebAddress(href: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(href);
}

function trimEnd(address: string): string {
  return address.replace(/[.,;:!?]+$/, '');
}
