import type * as vscode from 'vscode';
import type { Redaction } from '../../engine/base/redaction.ts';
import type { Log } from '../../engine/ports/log.ts';

/** The output channel as the engine's log, without any key that was ever read and anything that looks like one. */
export function channelLog(channel: vscode.LogOutputChannel, { all: clean }: Redaction): Log {
  return {
    info: (message) => channel.info(clean(message)),
    warn: (message) => channel.warn(clean(message)),
    error: (message, error) => channel.error(clean(error === undefined ? message : `${message} ${textOf(error)}`)),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
