import { readFile } from 'node:fs/promises';

/** Resident memory of these processes together, where there is `/proc`. */
export async function residentBytes(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
    return 1_024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  }));
  return sizes.reduce((sum, size) => sum + size, 0);
}
