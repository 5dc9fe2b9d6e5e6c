import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Numbers that follow from a seed (mulberry32), so that a failing trial can be run again. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const names = ['a', 'b.ts', 'c d', 'ä', 'a\u0308', 'ü😀', ':(top)x', '-n', '"q"', 'new\nline', '*', '[x]', '!x', '#x', 'back\\slash', 'x.log', 'dist', 'end ', 'tab\t', 'A'];

/** Bytes 0x80 to 0xff alone are no UTF-8. */
const oddNames = [Buffer.from([0xff]), Buffer.from([0x61, 0xe4, 0x0a])];

export interface Editor {
  /** One change as a user, a tool or a command might make it. */
  edit(): void;
}

export function randomEditor(workspace: string, random: (below: number) => number): Editor {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const somewhere = (): string => join(workspace, ...Array.from({ length: 1 + random(3) }, () => pick(names)));
  const content = (): Buffer => {
    const kind = random(5);
    if (kind === 0) return Buffer.alloc(0);
    if (kind === 1) return Buffer.from(Array.from({ length: random(300) }, () => random(256)));
    if (kind === 2) return Buffer.from('same everywhere\r\n$Id$\n');
    return Buffer.from(`line ${random(4)}\n`.repeat(1 + random(50)));
  };
  const write = (): void => {
    const path = somewhere();
    if (isThroughSymlink(workspace, path)) return;
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content());
  };
  const chmod = (): void => {
    const path = somewhere();
    if (!isThroughSymlink(workspace, path) && lstatSync(path).isFile()) chmodSync(path, pick([0o644, 0o755, 0o600, 0o777, 0o440]));
  };
  const remove = (): void => {
    const path = somewhere();
    if (!isThroughSymlink(workspace, join(path, '..'))) rmSync(path, { recursive: random(2) === 0 });
  };
  const rename = (): void => {
    const [from, to] = [somewhere(), somewhere()];
    if (!isThroughSymlink(workspace, join(from, '..')) && !isThroughSymlink(workspace, join(to, '..'))) renameSync(from, to);
  };
  const folder = (): void => {
    const path = somewhere();
    if (!isThroughSymlink(workspace, path)) mkdirSync(path, { recursive: true });
  };
  const link = (): void => {
    const path = somewhere();
    if (!isThroughSymlink(workspace, path)) symlinkSync(pick(['a', '..', '/etc/passwd', 'nowhere']), path);
  };
  const edits: readonly (() => void)[] = [
    write, write, write, write,
    remove, remove,
    chmod,
    rename,
    folder,
    link,
    () => writeFileSync(Buffer.concat([Buffer.from(`${workspace}/`), pick(oddNames)]), content()),
    () => writeFileSync(join(workspace, '.gitignore'), pick(['*.log\n', 'dist/\n*.log\n', '', '/a\n', '!x.log\n'])),
  ];
  return {
    edit() {
      try {
        pick(edits)();
      } catch (error) {
        // Nothing there, or a folder where a file was meant: the next one will fit.
        if (!(error instanceof Error && 'code' in error)) throw error;
      }
    },
  };
}

/** Whether a path leads through a symlink, or is one: edits stay inside the workspace. */
function isThroughSymlink(workspace: string, path: string): boolean {
  for (let at = path; at.length > workspace.length; at = dirname(at)) {
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink()) return true;
  }
  return false;
}
