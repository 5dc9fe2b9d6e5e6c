import type { StoreProblem } from '../../ports/store.ts';
import { goodCopyTime } from '../places.ts';

/** SQLite's words for a file that is there but cannot be written, and the system's. */
const unwritable = /readonly|unable to open|disk is full|EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOTDIR|ENOENT|EEXIST/;

export function corrupt(path: string, reason: string): StoreProblem {
  return { type: 'corrupt', message: `${path} cannot be used: ${reason}. The file was left as it is; move it away to start with an empty store.` };
}

/** Puts what was thrown while opening into the words of the port. */
export function problemOf(path: string, error: unknown): StoreProblem {
  const reason = error instanceof Error ? error.message : String(error);
  if (unwritable.test(reason)) return { type: 'unwritable', message: `${path} cannot be written: ${reason}.` };
  return corrupt(path, reason);
}

/** To a damaged file, adds what could take its place, and what that would cost. */
export function withOffer(problem: StoreProblem, folder: string): StoreProblem {
  const takenAt = problem.type === 'corrupt' ? goodCopyTime(folder) : null;
  if (problem.type !== 'corrupt' || takenAt === null) return problem;
  const copy = `A good copy of ${new Date(takenAt).toISOString()} is kept beside it: restoring it (phasegate store restore) loses what came after.`;
  return { ...problem, message: `${problem.message} ${copy}`, goodCopyAt: Math.round(takenAt) };
}
