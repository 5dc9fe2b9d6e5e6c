import { messageOf } from '../engine/base/messageOf.ts';
import { environmentRedaction } from './environmentRedaction.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Options } from './options.ts';

/** Diagnostics go to standard error, so that standard output stays what was asked for; all of them where `--verbose` asks for them. */
export function stderrLog({ isVerbose }: Pick<Options, 'isVerbose'>): Log {
  const write = (level: string, message: string): void => void process.stderr.write(`${level}: ${environmentRedaction.all(message)}\n`);
  return {
    info: (message) => {
      if (isVerbose) write('info', message);
    },
    warn: (message) => write('warning', message),
    error: (message, error) => write('error', error === undefined ? message : `${message} ${messageOf(error)}`),
  };
}
