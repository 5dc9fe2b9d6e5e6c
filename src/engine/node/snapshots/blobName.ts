import { createHash } from 'node:crypto';

/** Git's name for an object: SHA-1 over its kind, its size and its bytes. */
export function objectName(kind: 'blob' | 'tree', bytes: Buffer): string {
  return createHash('sha1').update(`${kind} ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The bytes of the tree that a snapshot is: what there is to know about the files, and the files. */
export function snapshotTree(about: string, files: string): Buffer {
  return Buffer.concat([Buffer.from('100644 about\0'), Buffer.from(about, 'hex'), Buffer.from('40000 files\0'), Buffer.from(files, 'hex')]);
}
