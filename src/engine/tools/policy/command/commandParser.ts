import type { Parser, TreeCursor } from 'web-tree-sitter';
import { messageOf } from '../../../base/messageOf.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { ShellNode } from './shellNode.ts';

/** Where the host keeps the parser: absolute paths of two WebAssembly files. */
export interface CommandParserFiles {
  /** `web-tree-sitter.wasm` */
  readonly runtime: string;
  /** `tree-sitter-bash.wasm` */
  readonly grammar: string;
}

/**
 * Reads a shell script without running anything.
 *
 * - Never rejects. The error says in words why the script could not be read: too long, too deep, too slow, or a parser that
 *   cannot be loaded or broke.
 * - A tree is given for faulty scripts too; it then holds `ERROR` or missing nodes.
 * - Loads its files on first use.
 */
export interface CommandParser {
  parse(script: string): Promise<Result<ShellNode, string>>;
}

/** Longer, deeper or slower scripts are not read. */
const characterLimit = 8_000;
const depthLimit = 100;
const nodeLimit = 4_000;
const timeLimitMs = 25;

export function commandParser(files: CommandParserFiles): CommandParser {
  let loading: Promise<Parser> | undefined;
  return {
    async parse(script) {
      if (script.length > characterLimit) return err(`It is longer than ${characterLimit.toLocaleString('en')} characters.`);
      try {
        loading ??= load(files);
        return read(await loading, script);
      } catch (error) {
        // Whatever state it is in, the next script gets a new one.
        loading = undefined;
        return err(`The command parser failed: ${messageOf(error)}.`);
      }
    },
  };
}

async function load({ runtime, grammar }: CommandParserFiles): Promise<Parser> {
  const { Parser, Language } = await import('web-tree-sitter');
  await Parser.init({ locateFile: () => runtime });
  return new Parser().setLanguage(await Language.load(grammar));
}

function read(parser: Parser, script: string): Result<ShellNode, string> {
  const endMs = performance.now() + timeLimitMs;
  const tree = parser.parse(script, null, { progressCallback: () => performance.now() > endMs });
  if (!tree) {
    parser.reset();
    return err('It takes too long to parse.');
  }
  try {
    if (tree.rootNode.descendantCount > nodeLimit) return err('It has too many parts.');
    const cursor = tree.walk();
    try {
      return toNode(cursor, script, 0);
    } finally {
      cursor.delete();
    }
  } finally {
    tree.delete();
  }
}

/** Whitespace around a script belongs to no command, so the outermost node is taken to span all of it. */
function toNode(cursor: TreeCursor, script: string, depth: number): Result<ShellNode, string> {
  if (depth > depthLimit) return err('It is nested too deeply.');
  const [start, end] = depth === 0 ? [0, script.length] : [cursor.startIndex, cursor.endIndex];
  const own = { type: cursor.nodeType, text: script.slice(start, end), start, end, isNamed: cursor.nodeIsNamed, isMissing: cursor.nodeIsMissing };
  const children: ShellNode[] = [];
  if (cursor.gotoFirstChild()) {
    do {
      const child = toNode(cursor, script, depth + 1);
      if (!child.ok) return child;
      children.push(child.value);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return ok({ ...own, children });
}
