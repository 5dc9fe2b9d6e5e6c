import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposable.ts';
import { err, ok, type Result } from '../base/result.ts';

export interface LinePattern {
  readonly pattern: string;
  readonly isRegex: boolean;
  readonly isCaseIgnored: boolean;
}

/** Finds matching lines in a thread of its own, so that a pattern that never ends blocks nobody and can be ended. */
export interface LineMatcher extends Disposable {
  /** Numbers of matching lines from 1, at most `limit`. The error says why the pattern cannot be used; the matcher is over then. */
  match(text: string, limit: number): Promise<Result<readonly number[], string>>;
}

const timeoutMs = 3_000;

/** Plain JavaScript in a string: a bundled program has no file of its own for a worker. */
const workerSource = `
const { parentPort, workerData: { pattern, isRegex, isCaseIgnored } } = require('node:worker_threads');
const source = isRegex ? pattern : pattern.replace(/[\\\\^$.*+?()[\\]{}|]/g, '\\\\$&');
const expression = new RegExp(source, isCaseIgnored ? 'iu' : 'u');
parentPort.on('message', ({ text, limit }) => {
  const found = [];
  const lines = text.split(/\\r?\\n/);
  for (let index = 0; index < lines.length && found.length < limit; index += 1) if (expression.test(lines[index])) found.push(index + 1);
  parentPort.postMessage(found);
});`;

export function lineMatcher(pattern: LinePattern): LineMatcher {
  const worker = new Worker(workerSource, { eval: true, workerData: pattern, env: {}, resourceLimits: { maxOldGenerationSizeMb: 256 } });
  worker.unref();
  let failure: string | null = null;
  worker.on('error', (error) => {
    failure ??= `The pattern cannot be used: ${error.message}`;
  });

  return {
    match: (text, limit) => new Promise((resolve) => {
      const finish = (result: Result<readonly number[], string>): void => {
        clearTimeout(timer);
        worker.off('message', found);
        worker.off('exit', ended);
        if (!result.ok) failure = result.error;
        resolve(result);
      };
      const found = (lines: readonly number[]): void => finish(ok(lines));
      const ended = (): void => finish(err(failure ?? 'The search was ended.'));
      const timer = setTimeout(() => {
        failure ??= `The pattern took longer than ${timeoutMs / 1_000} seconds on one file. Use a simpler one.`;
        void worker.terminate();
      }, timeoutMs);
      worker.once('message', found).once('exit', ended);
      if (failure === null) worker.postMessage({ text, limit });
      else ended();
    }),
    dispose: () => void worker.terminate(),
  };
}
