import type { ArtifactId, ExecutionId, PhaseId, ProjectId, RunId, ToolCallId } from '../../engine/model/ids.ts';

/** A line of a tree, and the target of a command: only ids, what it shows is looked up when it is drawn. */
export type Node =
  | { readonly type: 'project'; readonly project: ProjectId }
  | { readonly type: 'run'; readonly run: RunId }
  | { readonly type: 'phase'; readonly run: RunId; readonly phase: PhaseId }
  | { readonly type: 'execution'; readonly run: RunId; readonly phase: PhaseId; readonly execution: ExecutionId }
  | { readonly type: 'call'; readonly run: RunId; readonly phase: PhaseId; readonly call: ToolCallId }
  | { readonly type: 'artifacts'; readonly run: RunId; readonly artifactType: string }
  | { readonly type: 'artifact'; readonly run: RunId; readonly artifact: ArtifactId };

export type NodeOf<T extends Node['type']> = Extract<Node, { type: T }>;

export function keyOf(node: Node): string {
  switch (node.type) {
    case 'project':
      return node.project;
    case 'run':
      return node.run;
    case 'phase':
      return `${node.run}#${node.phase}`;
    case 'execution':
      return node.execution;
    case 'call':
      return node.call;
    case 'artifacts':
      return `${node.run}#type#${node.artifactType}`;
    case 'artifact':
      return node.artifact;
  }
}

/** The editor recognises a line by its object: the same node is always the same object. */
export class NodeTable {
  readonly #nodes = new Map<string, Node>();

  intern(node: Node): Node {
    const key = `${node.type}:${keyOf(node)}`;
    const known = this.#nodes.get(key);
    if (known) return known;
    this.#nodes.set(key, node);
    return node;
  }
}
