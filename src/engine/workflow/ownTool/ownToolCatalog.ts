import type { OwnTool } from '../../model/ownTool.ts';
import { lineIndex } from '../template/lineIndex.ts';
import type { TemplateProblem } from '../template/problem.ts';
import { checkOwnTool } from './checkOwnTool.ts';

export interface OwnToolFile {
  readonly path: string;
  readonly text: string;
}

export interface OwnToolEntry {
  readonly tool: OwnTool;
  readonly path: string;
}

export interface OwnToolCatalog {
  /** Usable tools, one for each name: the first file by name wins. */
  readonly entries: readonly OwnToolEntry[];
  /** Files with problems, warnings included. */
  readonly problems: readonly { readonly path: string; readonly problems: readonly TemplateProblem[] }[];
}

/** Checks the tool files of a workspace, given in their order. */
export function ownToolCatalog(files: readonly OwnToolFile[]): OwnToolCatalog {
  const entries = new Map<string, OwnToolEntry>();
  const problems: { path: string; problems: readonly TemplateProblem[] }[] = [];
  for (const { path, text } of files) {
    const { tool, problems: own } = checkOwnTool(text);
    const first = tool && entries.get(tool.name);
    const all = tool && first ? [...own, duplicate(text, tool.name, first.path)] : own;
    if (tool && !first) entries.set(tool.name, { tool, path });
    if (all.length > 0) problems.push({ path, problems: all });
  }
  return { entries: [...entries.values()], problems };
}

function duplicate(text: string, name: string, other: string): TemplateProblem {
  const offset = Math.max(0, text.search(/"name"\s*:/));
  return { pointer: '/name', ...lineIndex(text)(offset), severity: 'error', code: 'duplicate-id', message: `"${name}" is already the name of the tool in ${other}, which is used instead.` };
}
