/** In the order in which they are shown. */
export const toolGroups = ['problems', 'background', 'servers', 'own-tools', 'editor-tools', 'skills', 'commands', 'rules'] as const;
export type ToolGroup = (typeof toolGroups)[number];

/** A line of the tools tree, and the target of its commands: only names, what it shows is looked up when it is drawn. */
export type ToolNode =
  | { readonly type: 'group'; readonly group: ToolGroup }
  | { readonly type: 'background'; readonly id: number }
  | { readonly type: 'server'; readonly name: string }
  | { readonly type: 'own-tool'; readonly name: string }
  | { readonly type: 'editor-tool'; readonly name: string }
  | { readonly type: 'guidance'; readonly path: string }
  | { readonly type: 'problem'; readonly index: number };
