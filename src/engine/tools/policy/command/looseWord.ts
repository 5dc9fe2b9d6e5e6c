import type { ShellNode } from './shellNode.ts';

/** What a word comes to as far as that can be told: enough to recognise something forbidden, not to allow anything. */
export interface LooseWord {
  /** Quotes and escapes resolved; what only the shell knows is left out, since it may be empty. */
  readonly text: string;
  /** Nothing was left out, and no wildcard is in it. */
  readonly isCertain: boolean;
}

/** Reads a word generously: `r''m`, `\rm`, `$'\x72m'` and `r$@m` all come to `rm`. */
export function looseWord(node: ShellNode): LooseWord {
  switch (node.type) {
    case 'command_name':
    case 'concatenation':
      return joined(node.children.map(looseWord));
    case 'raw_string':
      return { text: node.text.slice(1, -1), isCertain: true };
    case 'string':
      return quoted(node);
    case 'translated_string':
      return joined(node.children.filter(({ isNamed }) => isNamed).map(looseWord));
    case 'ansi_c_string':
      return { text: decoded(node.text.slice(2, -1)), isCertain: true };
    case 'word':
    case 'number':
    case 'variable_name':
      return { text: node.text.replace(/\\\n/g, '').replace(/\\(.)/gs, '$1'), isCertain: !/[*?[\]{}~]/.test(node.text) };
    default:
      return { text: '', isCertain: false };
  }
}

function joined(words: readonly LooseWord[]): LooseWord {
  return { text: words.map(({ text }) => text).join(''), isCertain: words.every(({ isCertain }) => isCertain) };
}

function quoted(node: ShellNode): LooseWord {
  const inner = node.children.filter(({ isNamed, type }) => isNamed && type !== 'string_content');
  let text = '';
  let at = node.start + 1;
  for (const { start, end } of inner) {
    text += node.text.slice(at - node.start, start - node.start);
    at = end;
  }
  text += node.text.slice(at - node.start).replace(/"$/, '');
  return { text: text.replace(/\\\n/g, '').replace(/\\([$`"\\])/g, '$1'), isCertain: inner.length === 0 };
}

/** Escapes of `$'…'`. */
function decoded(text: string): string {
  return text.replace(/\\(?:x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,6}|[0-7]{1,3}|c?.)/gs, (escape) => {
    const body = escape.slice(1);
    if (/^[xuU][0-9a-fA-F]/.test(body)) return String.fromCodePoint(Math.min(Number.parseInt(body.slice(1), 16), 0x10ffff));
    if (/^[0-7]/.test(body)) return String.fromCharCode(Number.parseInt(body, 8) & 0xff);
    return { n: '\n', t: '\t', r: '\r' }[body] ?? body.slice(-1);
  });
}
