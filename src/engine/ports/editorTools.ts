import type { Result } from '../base/result.ts';
import type { Failure } from '../model/failure.ts';
import type { JsonObject } from '../model/json.ts';

/** What the editor says about a tool of an extension, or of an MCP server that it runs: data, from outside. */
export interface EditorTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
}

export type EditorAnswerPart =
  | { readonly type: 'text'; readonly text: string }
  /** Not shown to models. */
  | { readonly type: 'data'; readonly mimeType: string; readonly bytes: number };

/** The tools that an editor has, whoever brought them. */
export interface EditorTools {
  /** As they are now, without those of the editor's own make that ours stand for. Starts nothing. */
  list(): readonly EditorTool[];
  /** Every problem is a failure; none rejects. Ends soon after the signal aborts. The editor may ask the person too. */
  invoke(call: { readonly name: string; readonly input: JsonObject }, signal: AbortSignal): Promise<Result<readonly EditorAnswerPart[], Failure>>;
}
