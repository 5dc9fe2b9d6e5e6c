/** One entry between the `---` lines. */
export interface FrontMatterField {
  readonly value: string;
  /** One-based. */
  readonly line: number;
}

export interface FrontMatter {
  readonly fields: ReadonlyMap<string, FrontMatterField>;
  readonly body: string;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/**
 * The part of YAML that such files use: `key: text`, quoted or not, folded (`>`) and literal (`|`) blocks, text that goes on indented.
 * Lists and maps are passed over: nothing here needs them.
 */
export function readFrontMatter(text: string): FrontMatter {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  if (lines[0]?.trimEnd() !== '---') return { fields: new Map(), body: lines.join('\n'), problems: [] };
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  if (end < 0) return { fields: new Map(), body: '', problems: [{ line: 1, message: 'The front matter does not end: close it with a line of "---".' }] };
  return { ...readFields(lines.slice(0, end)), body: lines.slice(end + 1).join('\n').trim() };
}

function readFields(lines: readonly string[]): Pick<FrontMatter, 'fields' | 'problems'> {
  const fields = new Map<string, FrontMatterField>();
  const problems: { line: number; message: string }[] = [];
  for (let index = 1; index < lines.length; ) {
    const line = lines[index] ?? '';
    const next = lines.findIndex((other, place) => place > index && /^[^\s#]/.test(other));
    const more = lines.slice(index + 1, next < 0 ? lines.length : next);
    const [, key, first = ''] = /^([A-Za-z_][\w.-]*)\s*:(?:\s+(.*)|\s*)$/.exec(line) ?? [];
    if (key === undefined) {
      if (line.trim() !== '' && !/^\s|^#|^- /.test(line)) problems.push({ line: index + 1, message: `Expected "key: value", not ${JSON.stringify(line.slice(0, 80))}.` });
    } else if (fields.has(key)) problems.push({ line: index + 1, message: `"${key}" appears twice.` });
    else addField(key, { first: first.trim(), more, line: index + 1 });
    index = next < 0 ? lines.length : next;
  }
  return { fields, problems };

  function addField(key: string, written: Written): void {
    const value = valueOf(written);
    if (value.ok) fields.set(key, { value: value.text, line: written.line });
    else problems.push({ line: written.line, message: `"${key}": ${value.text}` });
  }
}

interface Written {
  /** On the line of the key. */
  readonly first: string;
  readonly more: readonly string[];
  readonly line: number;
}

function valueOf({ first, more }: Written): { readonly ok: boolean; readonly text: string } {
  if (/^[|>][+-]?\d*\s*(?:#.*)?$/.test(first)) return { ok: true, text: block(more, first.startsWith('>')) };
  const isList = first === '' && more.some((line) => /^\s+(?:- |[\w.-]+:\s)/.test(line));
  if (isList) return { ok: true, text: '' };
  return scalar([first, ...more.map((line) => line.trim())].filter((part) => part !== '' && !part.startsWith('#')).join(' '));
}

function block(lines: readonly string[], isFolded: boolean): string {
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  const text = lines.map((line) => line.slice(Number.isFinite(indent) ? indent : 0)).join('\n').trim();
  return isFolded ? text.replace(/([^\n])\n(?=[^\n])/g, '$1 ') : text;
}

function scalar(text: string): { readonly ok: boolean; readonly text: string } {
  if (text.startsWith("'")) {
    const quoted = /^'((?:[^']|'')*)'\s*(?:#.*)?$/.exec(text);
    return quoted ? { ok: true, text: (quoted[1] ?? '').replaceAll("''", "'") } : { ok: false, text: 'the quoted text does not end.' };
  }
  if (text.startsWith('"')) {
    const quoted = /^("(?:[^"\\]|\\.)*")\s*(?:#.*)?$/.exec(text);
    return quoted ? unescaped(quoted[1] ?? '""') : { ok: false, text: 'the quoted text does not end.' };
  }
  if (/^[&*!%@`[\]{}]/.test(text)) return { ok: false, text: 'put this text in quotes: it begins with a character that YAML keeps for itself.' };
  return { ok: true, text: text.replace(/\s#.*$/, '').trim() };
}

function unescaped(quoted: string): { readonly ok: boolean; readonly text: string } {
  try {
    return { ok: true, text: String(JSON.parse(quoted)) };
  } catch {
    return { ok: false, text: 'there is an unknown escape in the quoted text.' };
  }
}
