import { type Git, GitError } from './git.ts';

/** Blobs read into memory at once, in bytes; a single larger one is read alone. */
const batchBytes = 32 * 1024 * 1024;
const batchCount = 500;

interface Lookup {
  readonly git: Git;
  /** Object folders of the user that may be read as well. */
  readonly borrowed: string | null;
}

/** The sizes of the objects that exist, by name. */
export async function sizesOf({ git, borrowed }: Lookup, names: Iterable<string>, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const input = [...new Set(names)].map((name) => `${name}\n`).join('');
  if (input === '') return new Map();
  const output = await git.run({ args: ['cat-file', '--batch-check=%(objectname) %(objectsize)', '--buffer'], input: Buffer.from(input), borrowed }, signal);
  const lines = output.toString('latin1').split('\n').map((line) => line.split(' '));
  return new Map(lines.flatMap(([name, size]) => (name !== undefined && /^\d+$/.test(size ?? '') ? [[name, Number(size)] as const] : [])));
}

/** The contents of blobs, in groups that fit into memory. Missing ones are left out. */
export async function* readBlobs(lookup: Lookup, names: readonly string[], signal: AbortSignal): AsyncGenerator<ReadonlyMap<string, Buffer>> {
  const sizes = await sizesOf(lookup, names, signal);
  for (const group of groups(sizes)) {
    yield await readGroup(lookup, group, signal);
  }
}

/** A damaged object fails its whole group: then each is read alone, and only the damaged ones are missing. */
async function readGroup({ git, borrowed }: Lookup, names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Buffer>> {
  try {
    return parseBatch(await git.run({ args: ['cat-file', '--batch', '--buffer'], input: Buffer.from(names.map((name) => `${name}\n`).join('')), borrowed }, signal));
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (names.length === 1) return new Map();
    const read: (readonly [string, Buffer])[] = [];
    for (const name of names) read.push(...(await readGroup({ git, borrowed }, [name], signal)));
    return new Map(read);
  }
}

function groups(sizes: ReadonlyMap<string, number>): readonly (readonly string[])[] {
  const result: string[][] = [];
  let room = 0;
  for (const [name, size] of sizes) {
    const last = result.at(-1);
    if (last === undefined || size > room || last.length >= batchCount) {
      result.push([name]);
      room = batchBytes - size;
    } else {
      last.push(name);
      room -= size;
    }
  }
  return result;
}

/** `<name> blob <size>`, a line feed, the content, a line feed; or `<name> missing`. */
function parseBatch(output: Buffer): ReadonlyMap<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [name = '', type = '', size = ''] = output.toString('latin1', at, end).split(' ');
    const content = end + 1;
    if (type === 'blob') blobs.set(name, output.subarray(content, content + Number(size)));
    at = size === '' ? content : content + Number(size) + 1;
  }
  return blobs;
}

/**
 * Copies objects that are only in the user's repository into the private one: what is about to leave the workspace must
 * not depend on what the user's own clean-up keeps. Those that are nowhere are left out.
 */
export async function adopt({ git, borrowed }: Lookup, names: readonly string[], signal: AbortSignal): Promise<void> {
  if (borrowed === null || names.length === 0) return;
  const own = await sizesOf({ git, borrowed: null }, names, signal);
  const reachable = await sizesOf({ git, borrowed }, names.filter((name) => !own.has(name)), signal);
  if (reachable.size === 0) return;
  const list = Buffer.from([...reachable.keys()].map((name) => `${name}\n`).join(''));
  const pack = await git.run({ args: ['pack-objects', '--stdout', '--quiet'], input: list, borrowed }, signal);
  await git.run({ args: ['unpack-objects', '-q'], input: pack }, signal);
}
