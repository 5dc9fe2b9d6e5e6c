import { err, type Result } from '../../base/result.ts';
import { editorPrefix } from '../../model/editorToolName.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { ToolSource } from '../../ports/tool.ts';

/** Where there is no editor: says so to the phase that lists one of its tools. */
export const noEditorTools: ToolSource = {
  owns: (name) => name.startsWith(editorPrefix),
  open: ({ names }) => Promise.resolve(unavailable(names)),
  close: () => Promise.resolve(),
};

function unavailable(names: readonly string[]): Result<never, Failure> {
  return err(failed('not-found', `${names.join(', ')}: the tools of the editor are there only while it runs. Run this in VS Code, or define the MCP server in .mcp.json or your own mcp.json.`));
}
