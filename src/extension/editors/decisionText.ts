import * as vscode from 'vscode';
import * as z from 'zod';
import { phaseId, runId } from '../../engine/model/ids.ts';
import { json } from '../../engine/model/json.ts';
import type { Composition } from '../compose.ts';
import { decisionOf } from './documentUris.ts';
import type { Session } from '../session.ts';

const address = z.strictObject({ run: runId, phase: phaseId });

/** What the model produced last, laid out for editing where it is JSON. */
export async function readText(session: Session, uri: vscode.Uri): Promise<string> {
  const { composition, run, phase } = await open(session, uri);
  const wait = (await composition.runs.view(run))?.phases.find(({ id }) => id === phase)?.wait;
  if (wait?.reason !== 'decision') throw vscode.FileSystemError.FileNotFound(uri);
  const text = wait.raw ? await composition.store.text(wait.raw) : '';
  const parsed = parse(text);
  return parsed.success ? `${JSON.stringify(parsed.data, null, 2)}\n` : text;
}

/** Throws with the reason when it is not JSON, not valid, or not waited for any more. */
export async function acceptText(session: Session, uri: vscode.Uri, text: string): Promise<void> {
  const { composition, run, phase } = await open(session, uri);
  if (!vscode.workspace.isTrusted || composition.isReadOnly) throw vscode.FileSystemError.NoPermissions(uri);
  const parsed = parse(text);
  if (!parsed.success) throw vscode.FileSystemError.Unavailable(vscode.l10n.t('This is not JSON yet, so it cannot be accepted.'));
  const result = await composition.engine.send(run, { type: 'accept', phase, data: parsed.data, isForced: false });
  if (!result.ok) throw vscode.FileSystemError.Unavailable(result.error.message);
  void vscode.window.showInformationMessage(vscode.l10n.t('Valid and accepted.'));
}

async function open(session: Session, uri: vscode.Uri): Promise<z.infer<typeof address> & { readonly composition: Composition }> {
  const asked = address.safeParse(decisionOf(uri));
  const composition = await session.open();
  if (!asked.success || !composition) throw vscode.FileSystemError.FileNotFound(uri);
  return { ...asked.data, composition };
}

function parse(text: string): ReturnType<typeof json.safeParse> {
  try {
    return json.safeParse(JSON.parse(text));
  } catch {
    return json.safeParse(undefined);
  }
}
