import * as vscode from 'vscode';
import { messageOf } from '../../../engine/base/messageOf.ts';
import { redact } from '../../../engine/base/redact.ts';
import { failed, type Failure } from '../../../engine/model/failure.ts';

/** What the editor throws, in the engine's words. It tells neither status nor waiting time: only the four named errors are sure. */
export function toFailure(error: unknown, { model, isAborted }: { readonly model: string; readonly isAborted: boolean }): Failure {
  if (isAborted) return failed('cancelled', 'The model was stopped.');
  const detail = redact(messageOf(error), []).slice(0, 500);
  switch (error instanceof vscode.LanguageModelError ? error.code : '') {
    case vscode.LanguageModelError.NoPermissions.name:
      return failed('permission', `The editor did not let Phasegate use ${model}. Allow it when the editor asks, or under "Manage Language Model Access". (${detail})`);
    case vscode.LanguageModelError.NotFound.name:
      return failed('not-found', `The editor has no model ${model} any more. Choose another one. (${detail})`);
    case vscode.LanguageModelError.Blocked.name:
      return failed('rate-limit', `The editor blocks requests to ${model}, mostly because a quota is used up. (${detail})`, { isRetryable: true });
    // What an extension throws by itself has only its words.
    default:
      return /quota|rate.?limit|too many requests/i.test(detail)
        ? failed('rate-limit', `The editor's model ${model} is at its limit: ${detail}`, { isRetryable: true })
        : failed('unknown', `The editor's model ${model} failed: ${detail}`, { isRetryable: true });
  }
}
