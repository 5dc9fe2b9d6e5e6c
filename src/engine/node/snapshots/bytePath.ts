import { isUtf8 } from 'node:buffer';

/** A path relative to the workspace, `/` between segments, one character per byte: file names need not be UTF-8. */
export type BytePath = string & { readonly __brand: 'BytePath' };

export function toBytePath(bytes: Buffer): BytePath {
  return bytes.toString('latin1') as BytePath;
}

export function toBytes(path: string): Buffer {
  return Buffer.from(path, 'latin1');
}

/** The absolute path for file calls. */
export function inFolder(folder: string | Buffer, path: string): Buffer {
  return Buffer.concat([typeof folder === 'string' ? Buffer.from(folder) : folder, Buffer.from('/'), toBytes(path)]);
}

/** For a person; bytes that are not UTF-8 as `\xNN`. */
export function toDisplay(path: BytePath): string {
  const bytes = toBytes(path);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return path.replace(/[\x80-\xff]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
}

/** The folders on the way to a path, outermost first, without the workspace itself. */
export function foldersOf(path: BytePath): readonly BytePath[] {
  const folders: BytePath[] = [];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at) as BytePath);
  return folders;
}

/** The path's folder and its name in there; the folder is empty for the workspace itself. */
export function splitPath(path: BytePath): { readonly folder: BytePath; readonly name: string } {
  const at = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(0, at)) as BytePath, name: path.slice(at + 1) };
}

/** Splits output that ends every item with NUL. */
export function splitNul(bytes: Buffer): readonly BytePath[] {
  const items = bytes.toString('latin1').split('\0');
  items.pop();
  return items as BytePath[];
}

export function joinNul(items: readonly string[]): Buffer {
  return toBytes(items.map((item) => `${item}\0`).join(''));
}
