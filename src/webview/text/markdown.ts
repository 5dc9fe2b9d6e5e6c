/** A block of a message. `source` is unchanged as long as the block is, so a view can keep what it rendered. */
export type Block = { readonly source: string } & (
  | { readonly type: 'paragraph' | 'quote'; readonly text: string }
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'list'; readonly isOrdered: boolean; readonly start: number; readonly items: readonly ListItem[] }
  | { readonly type: 'code'; readonly language: string; readonly text: string }
  | { readonly type: 'rule' }
);

export interface ListItem {
  readonly text: string;
  /** Depth of nesting, from 0. */
  readonly level: number;
}

const fence = /^ {0,3}(```+|~~~+)\s*([\w+#.-]*)\s*$/;
const heading = /^(#{1,6})\s+(.*)$/;
const bullet = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const rule = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;
const quote = /^>\s?(.*)$/;

/**
 * Reads the small subset of Markdown that models use for prose: headings, paragraphs, lists, quotes, rules, fenced code.
 * Everything else, HTML above all, stays the text it is.
 */
export function parseMarkdown(text: string): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const [block, length] = readBlock(lines, at);
    if (block) blocks.push(block);
    at += length;
  }
  return blocks;
}

type Read = readonly [block: Block | undefined, lineCount: number];

function readBlock(lines: readonly string[], at: number): Read {
  const line = lines[at] ?? '';
  if (line.trim() === '') return [undefined, 1];
  if (fence.test(line)) return readCode(lines, at);
  if (rule.test(line)) return [{ type: 'rule', source: line }, 1];
  const title = heading.exec(line);
  if (title) return [{ type: 'heading', level: title[1]?.length ?? 1, text: title[2] ?? '', source: line }, 1];
  if (bullet.test(line)) return readList(lines, at);
  if (quote.test(line)) {
    const quoted = takeWhile(lines, at, (next) => quote.test(next));
    return [{ type: 'quote', text: quoted.map((next) => quote.exec(next)?.[1] ?? '').join('\n'), source: quoted.join('\n') }, quoted.length];
  }
  const paragraph = [line, ...takeWhile(lines, at + 1, (next) => next.trim() !== '' && !startsBlock(next))];
  return [{ type: 'paragraph', text: paragraph.join('\n'), source: paragraph.join('\n') }, paragraph.length];
}

function startsBlock(line: string): boolean {
  return [fence, heading, bullet, quote, rule].some((pattern) => pattern.test(line));
}

/** A fence that is never closed takes the rest: that is how it looks while it streams in. */
function readCode(lines: readonly string[], at: number): Read {
  const [, mark = '```', language = ''] = fence.exec(lines[at] ?? '') ?? [];
  const body = takeWhile(lines, at + 1, (next) => !isClosing(next, mark));
  const text = body.join('\n');
  return [{ type: 'code', language, text, source: `${mark}${language}\n${text}` }, body.length + 2];
}

function isClosing(line: string, mark: string): boolean {
  const trimmed = line.trim();
  return trimmed.startsWith(mark) && trimmed.replaceAll(mark[0] ?? '`', '') === '';
}

function readList(lines: readonly string[], at: number): Read {
  const taken = takeWhile(lines, at, (next) => bullet.test(next) || (/^\s{2,}\S/.test(next) && !fence.test(next)));
  const items: ListItem[] = [];
  for (const line of taken) {
    const [, indent = '', , text] = bullet.exec(line) ?? [];
    const last = items.at(-1);
    if (text !== undefined) items.push({ text, level: Math.min(3, Math.floor(indent.length / 2)) });
    else if (last) items[items.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
  }
  const number = bullet.exec(lines[at] ?? '')?.[2];
  return [{ type: 'list', isOrdered: number !== undefined, start: Number(number ?? 1), items, source: taken.join('\n') }, taken.length];
}

function takeWhile(lines: readonly string[], from: number, isTaken: (line: string) => boolean): string[] {
  let end = from;
  while (end < lines.length && isTaken(lines[end] ?? '')) end += 1;
  return lines.slice(from, end);
}
