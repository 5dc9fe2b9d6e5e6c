/** Error numbers of WASI, which is what Emscripten's libc understands. */
export const errno = { EBADF: 8, EEXIST: 20, EINVAL: 28, EIO: 29, ENOENT: 44 } as const;

const byCode: Readonly<Record<string, number>> = {
  ...errno,
  EACCES: 2, EAGAIN: 6, EBUSY: 10, EDQUOT: 19, EFBIG: 22, EINTR: 27, EISDIR: 31, ELOOP: 32, EMFILE: 33, ENAMETOOLONG: 37,
  ENFILE: 41, ENOLCK: 46, ENOMEM: 48, ENOSPC: 51, ENOTDIR: 54, EPERM: 63, EROFS: 69, ETXTBSY: 74,
};

/** The number for what Node's `fs` threw; anything unknown is an I/O error. */
export function errnoOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return byCode[code] ?? errno.EIO;
}
