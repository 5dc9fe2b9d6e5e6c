import * as vscode from 'vscode';
import type { Json } from '../../../engine/model/json.ts';
import type { Message, ToolMessage } from '../../../engine/model/message.ts';
import type { TurnRequest } from '../../../engine/ports/languageModel.ts';
import { resultContent } from '../../../engine/providers/resultContent.ts';

/** The editor's models know users and assistants only: the system prompt opens the first message, results are a user's. */
export function toMessages({ system, messages }: Pick<TurnRequest, 'system' | 'messages'>): vscode.LanguageModelChatMessage[] {
  return [vscode.LanguageModelChatMessage.User(system), ...messages.map(toMessage)];
}

function toMessage(message: Message): vscode.LanguageModelChatMessage {
  switch (message.role) {
    case 'user':
      return vscode.LanguageModelChatMessage.User(message.text);
    case 'assistant':
      return vscode.LanguageModelChatMessage.Assistant([
        ...(message.text === '' ? [] : [new vscode.LanguageModelTextPart(message.text)]),
        ...message.calls.map(({ id, name, input }) => new vscode.LanguageModelToolCallPart(id, name, toObject(input))),
      ]);
    case 'tool':
      return vscode.LanguageModelChatMessage.User([new vscode.LanguageModelToolResultPart(message.callId, [new vscode.LanguageModelTextPart(toText(message))])]);
  }
}

/** The interface of the editors that this extension runs in has no images. */
function toText(message: ToolMessage): string {
  const { text } = resultContent(message, {}, new Set());
  return message.isError ? `Error: ${text}` : text;
}

/** Arguments are an object in this interface; what was none never ran, and its answer says so. */
function toObject(input: Json): object {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
}
