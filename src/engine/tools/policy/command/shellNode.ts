/** One node of a parsed shell script: the grammar of tree-sitter-bash, as plain data. */
export interface ShellNode {
  /** As the grammar names it: `command`, `word`, `pipeline`, `ERROR`; for a token its own text. */
  readonly type: string;
  /** As written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isNamed: boolean;
  /** The parser put it there to be able to go on. */
  readonly isMissing: boolean;
  readonly children: readonly ShellNode[];
}

/** The node and everything below it, outermost first, in the order of the script. */
export function* nodesIn(node: ShellNode): Generator<ShellNode> {
  const pending: ShellNode[] = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    yield next;
    pending.push(...next.children.toReversed());
  }
}
