import * as vscode from 'vscode';
import type { LanguageModel, ToolSpec } from '../../../engine/ports/languageModel.ts';
import { editor } from '../../../engine/providers/schemaLowering/dialect.ts';
import { lower } from '../../../engine/providers/schemaLowering/lower.ts';
import { countTokens } from './countTokens.ts';
import { readTurn } from './readTurn.ts';
import { toFailure } from './toFailure.ts';
import { toMessages } from './toMessages.ts';

/** A model that the editor itself offers (Language Model API). The editor asks the person for consent once; it bills, and tells no usage. */
export function editorModel(chat: vscode.LanguageModelChat): LanguageModel {
  const id = `editor/${chat.vendor}/${chat.id}`;
  return {
    id,
    contextTokens: chat.maxInputTokens,
    lossesOf: (schema) => lower(schema, editor).losses,
    countTokens: (request, signal) => countTokens(chat, request, signal),
    async *streamTurn(request, signal) {
      const cancellation = new vscode.CancellationTokenSource();
      const cancel = (): void => cancellation.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        if (signal.aborted) cancel();
        const options = { justification: vscode.l10n.t('Phasegate runs the phases of your workflow with it.'), tools: request.tools.map(toTool) };
        const response = await chat.sendRequest(toMessages(request), options, cancellation.token);
        for await (const event of readTurn(response.stream)) {
          // A stream that was cancelled simply ends.
          if (signal.aborted) break;
          yield event;
        }
        if (signal.aborted) yield { type: 'turn-failed', failure: toFailure(null, { model: id, isAborted: true }) };
      } catch (error) {
        yield { type: 'turn-failed', failure: toFailure(error, { model: id, isAborted: signal.aborted }) };
      } finally {
        signal.removeEventListener('abort', cancel);
        cancel();
        cancellation.dispose();
      }
    },
  };
}

function toTool({ name, description, inputSchema }: ToolSpec): vscode.LanguageModelChatTool {
  const { schema, note } = lower(inputSchema, editor);
  return { name, description: description + note, inputSchema: schema };
}
