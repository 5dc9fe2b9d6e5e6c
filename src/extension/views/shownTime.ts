import * as vscode from 'vscode';

/** A moment as every view names it, in the editor's language: date and time to the minute, or to the second where two may lie close together. */
export function shownTime(at: number, precision: 'minute' | 'second' = 'minute'): string {
  return new Date(at).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: precision === 'minute' ? 'short' : 'medium' });
}
