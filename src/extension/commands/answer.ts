import * as vscode from 'vscode';
import * as z from 'zod';
import { toolCallId } from '../../engine/model/ids.ts';
import type { Question } from '../../engine/model/wait.ts';
import { withOwnEngine } from './commandScope.ts';
import { send } from './send.ts';
import { phaseAllowing, runOf } from './target.ts';

/** What a webview or a notification already knows. */
const given = z.object({ call: toolCallId, answer: z.string().min(1).max(100_000) });

/** Answers the question a phase waits with: with what was given along, or by asking the person here. */
export const answer = withOwnEngine(async (composition, args) => {
  const known = given.safeParse(args[1]).data;
  if (known) {
    const view = await runOf(composition, args);
    if (view) await send(composition, view.run.id, { type: 'answer', ...known });
    return;
  }
  const target = await phaseAllowing(composition, args, 'answer');
  const wait = target?.phase.wait;
  if (!wait || !('question' in wait)) return;
  const text = await ask(target.phase.name, wait.question);
  if (text !== undefined) await send(composition, target.run, { type: 'answer', call: wait.question.call, answer: text });
});

async function ask(title: string, { text, options, detail }: Question): Promise<string | undefined> {
  if (options.length > 0) return vscode.window.showQuickPick([...options], { title, placeHolder: text, ignoreFocusOut: true });
  const written = await vscode.window.showInputBox({ title, prompt: detail ? `${text}\n${detail}` : text, ignoreFocusOut: true });
  return written?.trim() === '' ? undefined : written;
}
