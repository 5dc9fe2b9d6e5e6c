import type { LeftOutReason } from '../../ports/snapshots.ts';
import { type BytePath, joinNul, splitNul } from './bytePath.ts';

/** What a snapshot holds besides Git's tree, which knows of a file's mode only whether it is executable. */
export interface About {
  /** Permission bits where they are not the usual 644 or 755. */
  readonly permissions: ReadonlyMap<BytePath, number>;
  readonly leftOut: ReadonlyMap<BytePath, LeftOutReason>;
}

const reasons: readonly LeftOutReason[] = ['secret', 'too-large', 'unreadable', 'embedded-repository'];

/** The same content gives the same bytes. */
export function toAbout({ permissions, leftOut }: About): Buffer {
  const modes = sorted(permissions).flatMap(([path, bits]) => ['mode', bits.toString(8), path]);
  return joinNul([...modes, ...sorted(leftOut).flatMap(([path, reason]) => ['left-out', reason, path])]);
}

/** Records that are not understood are passed over. */
export function fromAbout(bytes: Buffer): About {
  const permissions = new Map<BytePath, number>();
  const leftOut = new Map<BytePath, LeftOutReason>();
  const fields = splitNul(bytes);
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [kind, value, path] = fields.slice(at, at + 3);
    if (path === undefined) continue;
    const bits = Number.parseInt(value ?? '', 8);
    const reason = reasons.find((known) => known === value);
    if (kind === 'mode' && bits >= 0 && bits <= 0o777) permissions.set(path, bits);
    if (kind === 'left-out' && reason !== undefined) leftOut.set(path, reason);
  }
  return { permissions, leftOut };
}

function sorted<T>(map: ReadonlyMap<BytePath, T>): readonly (readonly [BytePath, T])[] {
  return [...map].toSorted(([left], [right]) => (left < right ? -1 : 1));
}
