import { revealHidden } from '../../base/hiddenText.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { ContentHash, Timestamp } from '../../model/ids.ts';
import type { Consents } from '../../ports/consents.ts';
import type { EditorTool } from '../../ports/editorTools.ts';
import type { OfferRequest } from '../../ports/tool.ts';
import { descriptionsHash } from '../mcp/fingerprints.ts';

export interface EditorPins {
  readonly consents: Consents;
  /** The canonical workspace folder. */
  readonly workspace: string;
  readonly now: () => Timestamp;
}

/** Of everything a model is told about the tool. */
export function editorToolHash(tool: EditorTool): ContentHash {
  return descriptionsHash([tool]);
}

const longest = 20_000;

/** What goes to models is pinned without a question, because the person installed what brings it; a change is shown and asked about, all at once. */
export async function pinned({ consents, workspace, now }: EditorPins, tools: readonly EditorTool[], approve: OfferRequest['approve']): Promise<Result<null, Failure>> {
  const seen = await Promise.all(tools.map(async (tool) => ({ tool, hash: editorToolHash(tool), known: await consents.find({ kind: 'editor-tool', workspace, name: tool.name }) })));
  const unpinned = seen.filter(({ hash, known }) => known?.definition !== hash);
  const changed = unpinned.filter(({ known }) => known !== undefined).map(({ tool }) => tool);
  if (changed.length > 0) {
    const title = `Use ${changed.map(({ name }) => `"${revealHidden(name)}"`).join(', ')} of the editor, which ${changed.length === 1 ? 'describes itself' : 'describe themselves'} differently from when this workspace first used ${changed.length === 1 ? 'it' : 'them'}`;
    if (!(await approve({ title, detail: changed.map(described).join('\n\n').slice(0, longest) }))) return err(failed('permission', `${title}: you did not allow it.`));
  }
  for (const { tool, hash } of unpinned) await consents.save({ kind: 'editor-tool', workspace, name: tool.name, definition: hash, descriptions: null, at: now() });
  return ok(null);
}

function described({ name, description, inputSchema }: EditorTool): string {
  return `${revealHidden(name)}: ${revealHidden(description)}\n  ${revealHidden(JSON.stringify(inputSchema))}`;
}
