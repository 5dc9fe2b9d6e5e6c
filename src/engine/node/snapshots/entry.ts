import type { BytePath } from './bytePath.ts';

export type FileMode = '100644' | '100755' | '120000';

/** One path of a snapshot. */
export interface Entry {
  readonly mode: FileMode;
  /** Git's name for the content. */
  readonly blob: string;
  /** Permission bits; of no meaning for a symlink. */
  readonly permissions: number;
}

const objectName = /^[0-9a-f]{40}$/;

export function isObjectName(text: string): boolean {
  return objectName.test(text);
}

/** `null` for what is no file: nothing at all, or another repository's place. */
export function toEntry(mode: string, blob: string, permissions: number | undefined): Entry | null {
  if (mode !== '100644' && mode !== '100755' && mode !== '120000') return null;
  return { mode, blob, permissions: permissions ?? usualPermissions(mode) };
}

export function usualPermissions(mode: FileMode): number {
  return mode === '100755' ? 0o755 : 0o644;
}

/** The mode and the name of the content in lines such as `100644 blob <name>` or `100644 <name> 0`, by path. */
export function parseEntries(items: readonly BytePath[]): ReadonlyMap<BytePath, { readonly mode: string; readonly blob: string }> {
  return new Map(items.map((item) => {
    const tab = item.indexOf('\t');
    const fields = item.slice(0, tab).split(' ');
    return [item.slice(tab + 1) as BytePath, { mode: fields[0] ?? '', blob: fields.find(isObjectName) ?? '' }];
  }));
}
