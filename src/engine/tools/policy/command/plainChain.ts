import { ok, type Result } from '../../../base/result.ts';
import { type Argv, plainCommand } from './plainCommand.ts';
import type { ShellNode } from './shellNode.ts';

/** One command of a chain, and what stands before it; `null` for the first. */
export interface ChainedCommand {
  readonly argv: Argv;
  readonly after: '|' | '&&' | null;
}

const mostCommands = 8;

/**
 * Plain commands joined by `|` and `&&` alone, or why that cannot be said for sure. Between them stands nothing but the joint, so that
 * all of the script is known.
 */
export function plainChain(root: ShellNode): Result<readonly ChainedCommand[], string> {
  const whole = plainCommand(root);
  if (whole.ok) return ok([{ argv: whole.value, after: null }]);
  const [only, ...others] = root.children;
  const commands = only && others.length === 0 ? commandsIn(only) : null;
  if (!commands || commands.length < 2 || commands.length > mostCommands) return whole;
  const chain: ChainedCommand[] = [];
  let end = 0;
  for (const command of commands) {
    const after = jointOf(root.text.slice(end, command.start), chain.length === 0);
    const plain = plainCommand(alone(root, command));
    if (!plain.ok) return plain;
    if (after === undefined) return whole;
    chain.push({ argv: plain.value, after });
    end = command.end;
  }
  return /^[ \t]*$/.test(root.text.slice(end)) ? ok(chain) : whole;
}

/** `null` where there is anything but pipelines, lists and commands. */
function commandsIn(node: ShellNode): readonly ShellNode[] | null {
  if (node.type === 'command') return [node];
  if (node.type !== 'pipeline' && node.type !== 'list') return null;
  const parts = node.children.filter(({ isNamed }) => isNamed).map(commandsIn);
  return parts.every((part) => part !== null) ? parts.flat() : null;
}

/** `undefined`: something else. */
function jointOf(between: string, isFirst: boolean): ChainedCommand['after'] | undefined {
  if (isFirst) return /^[ \t]*$/.test(between) ? null : undefined;
  const [, joint] = /^[ \t]*(\||&&)[ \t]*$/.exec(between) ?? [];
  return joint === '|' || joint === '&&' ? joint : undefined;
}

/** The same script with nothing but this command in it. */
function alone(root: ShellNode, command: ShellNode): ShellNode {
  return { ...root, text: ' '.repeat(command.start) + command.text + ' '.repeat(root.text.length - command.end), children: [command] };
}
