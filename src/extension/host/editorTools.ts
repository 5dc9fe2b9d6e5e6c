import * as vscode from 'vscode';
import { messageOf } from '../../engine/base/messageOf.ts';
import { err, ok, type Result } from '../../engine/base/result.ts';
import { failed, type Failure } from '../../engine/model/failure.ts';
import { jsonObject, type JsonObject } from '../../engine/model/json.ts';
import type { EditorAnswerPart, EditorTools } from '../../engine/ports/editorTools.ts';

/** The tools that extensions and the editor's own MCP servers contribute. The editor starts what brings one when it is called, and may ask the person as it would in its chat. */
export const editorTools: EditorTools = {
  list: () => vscode.lm.tools.filter(({ name }) => !notOffered.test(name)).map(({ name, description, inputSchema }) => ({ name, description, inputSchema: toSchema(inputSchema) })),
  async invoke({ name, input }, signal) {
    const source = new vscode.CancellationTokenSource();
    const stop = (): void => source.cancel();
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      const { content } = await Promise.race([vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, source.token), abortOf(signal)]);
      return ok(content.map(toPart));
    } catch (error) {
      return failure(error, signal);
    } finally {
      signal.removeEventListener('abort', stop);
      source.dispose();
    }
  },
};

/**
 * Of the editor's own make, by their names: they change files and run commands past the rules for both, drive its chat, or need one. A phase
 * has tools of ours for that. And Phasegate's own.
 */
const notOffered = /^(?:phasegate|vscode_|inline_chat_|(?:run_in_terminal|send_to_terminal|kill_terminal|get_terminal_output|terminal_selection|terminal_last_command|run_task|create_and_run_task|get_task_output|manage_todo_list|task_complete|runSubagent|runTests|testFailure|renderMermaidDiagram)$)/;

/** A tool that does not listen is not waited for. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('Stopped.')), { once: true }));
}

/** What is no JSON, or too deep to read, is left out: the tool checks its input itself. */
function toSchema(schema: object | undefined): JsonObject {
  try {
    return jsonObject.parse(JSON.parse(JSON.stringify(schema ?? { type: 'object' })));
  } catch {
    return { type: 'object' };
  }
}

/** Parts that this version of the editor's API has no class for come as they are. */
function toPart(part: unknown): EditorAnswerPart {
  if (part instanceof vscode.LanguageModelTextPart) return { type: 'text', text: part.value };
  if (part instanceof vscode.LanguageModelPromptTsxPart) return { type: 'text', text: JSON.stringify(part.value) };
  if (typeof part === 'object' && part !== null && 'mimeType' in part && 'data' in part && part.data instanceof Uint8Array) return { type: 'data', mimeType: String(part.mimeType), bytes: part.data.byteLength };
  return { type: 'data', mimeType: 'unknown', bytes: 0 };
}

function failure(error: unknown, signal: AbortSignal): Result<never, Failure> {
  if (signal.aborted) return err(failed('cancelled', 'Stopped before the tool answered.'));
  if (error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'Canceled')) return err(failed('permission', 'The person refused this call in the editor. Go on without it, or ask what they want instead.'));
  return err(failed('server', messageOf(error)));
}
