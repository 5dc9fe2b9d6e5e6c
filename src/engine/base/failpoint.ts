/** The durable steps at which tests make a process fail. Each name is used in one place. */
export const failpoints = [
  'run-start', 'phase-start', 'request-sent', 'stream-end', 'tool-intent', 'effect-done', 'result-stored', 'pause',
  'commit-due', 'commit-acknowledged',
  'transaction-begun', 'transaction-applied', 'transaction-committed', 'log-moved', 'migration-begun', 'migration-done',
  'text-aside', 'text-stored', 'lease-claimed',
  'snapshot-begun', 'snapshot-taken', 'restore-begun', 'restore-journaled', 'restore-file', 'restore-done',
  'good-copy-copied', 'good-copy-checked', 'good-copy-kept',
  'store-restore-prepared', 'store-restore-quarantined', 'store-restore-done',
] as const;
export type Failpoint = (typeof failpoints)[number];

/**
 * A place where a test may kill, break or delay this process: `PHASEGATE_FAILPOINT=<name>:<passage>:<kill|throw|full|delay>`, the first
 * passage being 1. `PHASEGATE_FAILPOINT=count` changes nothing, and prints how often each was passed on standard error at the end.
 * Release builds replace the variable by `undefined`, and with it this function, its names and every call of it disappear.
 */
export function failpoint(name: Failpoint): void {
  if (process.env['PHASEGATE_FAILPOINT'] !== undefined) reach(name, process.env['PHASEGATE_FAILPOINT']);
}

const passages = new Map<Failpoint, number>();
const delayMs = 200;

function reach(name: Failpoint, plan: string): void {
  const passage = (passages.get(name) ?? 0) + 1;
  if (passages.size === 0 && plan === 'count') process.on('exit', () => process.stderr.write(`${JSON.stringify(Object.fromEntries(passages))}\n`));
  passages.set(name, passage);
  const [place, nth, mode] = plan.split(':');
  if (place !== name || Number(nth) !== passage) return;
  if (mode === 'kill') process.kill(process.pid, 'SIGKILL');
  if (mode === 'kill' || mode === 'delay') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delayMs);
  if (mode === 'throw') throw new Error(`failed on purpose at ${name}`);
  if (mode === 'full') throw Object.assign(new Error(`ENOSPC: no space left on device, on purpose at ${name}`), { code: 'ENOSPC' });
}
