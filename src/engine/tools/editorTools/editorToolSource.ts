import { err, ok } from '../../base/result.ts';
import { editorPrefix } from '../../model/editorToolName.ts';
import { failed } from '../../model/failure.ts';
import type { EditorTool, EditorTools } from '../../ports/editorTools.ts';
import type { Tool, ToolSource } from '../../ports/tool.ts';
import { byVendorName } from '../vendorName.ts';
import { type EditorPins, pinned } from './editorPins.ts';
import { editorTool } from './editorTool.ts';

export interface EditorToolOptions extends EditorPins {
  readonly editor: EditorTools;
  /** Of one call, with what the editor itself may ask the person. */
  readonly callMs?: number;
}

const longestCallMs = 900_000;

/** The tools of the editor's extensions, and of the MCP servers that the editor runs. What one says of itself is pinned at its first use. */
export function editorToolSource({ editor, callMs = longestCallMs, ...pins }: EditorToolOptions): ToolSource {
  return {
    owns: (name) => name.startsWith(editorPrefix),
    async open({ names, approve }) {
      const known = byVendorName(editorPrefix, editor.list());
      const chosen = new Map<string, ReadonlyMap<string, EditorTool>>();
      for (const name of names) {
        const found = new Map([...known].filter(([offered]) => (name.endsWith('*') ? offered.startsWith(name.slice(0, -1)) : offered === name)));
        if (found.size === 0) return err(failed('not-found', missing(name, [...known.keys()])));
        chosen.set(name, found);
      }
      const agreed = await pinned(pins, unique(chosen), approve);
      if (!agreed.ok) return agreed;
      return ok(new Map([...chosen].map(([name, found]) => [name, [...found].map(([offered, tool]): Tool => editorTool({ editor, callMs }, tool, offered))])));
    },
    close: () => Promise.resolve(),
  };
}

function unique(chosen: ReadonlyMap<string, ReadonlyMap<string, EditorTool>>): readonly EditorTool[] {
  return [...new Map([...chosen.values()].flatMap((found) => [...found])).values()];
}

function missing(name: string, known: readonly string[]): string {
  const more = known.length > 50 ? ` and ${known.length - 50} more` : '';
  return `The editor has no tool "${name}". ${known.length === 0 ? 'It has none' : `It has: ${known.slice(0, 50).join(', ')}${more}`}. An extension or a server that brings it may have to be installed or started first; then retry the phase.`;
}
