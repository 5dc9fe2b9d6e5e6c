import * as vscode from 'vscode';
import type { Session } from '../session.ts';

/** `@phasegate` in the editor's chat: how the run stands, and an answer to what it waits for. */
export function registerChat(session: Session): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant('phasegate.chat', async (request, _context, stream) => {
    const { chatTurn } = await import('./chatTurn.ts');
    await chatTurn(session, request, stream);
  });
  participant.iconPath = new vscode.ThemeIcon('type-hierarchy-sub');
  return participant;
}
