import * as vscode from 'vscode';
import type { TurnRequest } from '../../../engine/ports/languageModel.ts';
import { toMessages } from './toMessages.ts';

/** By the count of whoever offers the model. The interface counts message by message, and tools only as text. */
export async function countTokens(chat: vscode.LanguageModelChat, { system, messages, tools }: TurnRequest, signal: AbortSignal): Promise<number | null> {
  const cancellation = new vscode.CancellationTokenSource();
  const cancel = (): void => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const counts = await Promise.all([JSON.stringify(tools), ...toMessages({ system, messages })].map((part) => chat.countTokens(part, cancellation.token)));
    return counts.reduce((sum, count) => sum + count, 0);
  } catch {
    return null;
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}
