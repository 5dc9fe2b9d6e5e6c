import type { TemplateSource } from '../../engine/node/templateFiles.ts';

/** A line of the Templates view, and the target of its commands: names only, what it shows is read when it is drawn. */
export type TemplateNode =
  | { readonly type: 'source'; readonly source: TemplateSource }
  | { readonly type: 'template'; readonly path: string }
  | { readonly type: 'template-phase'; readonly path: string; readonly phase: string };

export function keyOf(node: TemplateNode): string {
  if (node.type === 'source') return `source:${node.source}`;
  return node.type === 'template' ? `template:${node.path}` : `phase:${node.path}#${node.phase}`;
}
