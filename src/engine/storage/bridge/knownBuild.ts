/**
 * The build of sql.js that the bridge is written for: 1.16.0, release. Its import names are minified, but its import
 * object lists them in the alphabetical order of their real names.
 */
const wasmSha256 = '43bbcdd44287e5a2db3b6b5af34b1a3485a7a441285d247976c1ebe3c61f8dbf';

/** Real name and number of parameters of every import, in order. */
const imports = [
  ['__assert_fail', 4], ['__syscall_chmod', 2], ['__syscall_faccessat', 3], ['__syscall_fchmod', 2], ['__syscall_fchown32', 1],
  ['__syscall_fcntl64', 3], ['__syscall_fstat64', 2], ['__syscall_ftruncate64', 2], ['__syscall_getcwd', 2], ['__syscall_geteuid32', 0],
  ['__syscall_lstat64', 2], ['__syscall_mkdirat', 3], ['__syscall_newfstatat', 4], ['__syscall_openat', 4], ['__syscall_readlinkat', 4],
  ['__syscall_rmdir', 1], ['__syscall_stat64', 2], ['__syscall_unlinkat', 3], ['__syscall_utimensat', 4], ['_abort_js', 0],
  ['_emscripten_runtime_keepalive_clear', 0], ['_localtime_js', 2], ['_mmap_js', 7], ['_munmap_js', 6], ['_setitimer_js', 2],
  ['_tzset_js', 4], ['emscripten_date_now', 0], ['emscripten_get_heap_max', 0], ['emscripten_get_now', 0], ['emscripten_resize_heap', 1],
  ['environ_get', 2], ['environ_sizes_get', 2], ['fd_close', 1], ['fd_fdstat_get', 2], ['fd_read', 4],
  ['fd_seek', 4], ['fd_sync', 1], ['fd_write', 4], ['proc_exit', 1], ['warnLegacyFunction', 1],
] as const;

export type ImportName = (typeof imports)[number][0];

/** What is wrong with the wasm file, or `null` when it is the known one. */
export function wasmProblem(sha256: string): string | null {
  return sha256 === wasmSha256 ? null : `its SHA-256 is ${sha256}, not ${wasmSha256}`;
}

/** Finds the minified name of each import. The answer is a sentence when the object is not the one this build has. */
export function nameImports(actual: Readonly<Record<string, WebAssembly.ImportFunction>>): ReadonlyMap<ImportName, string> | string {
  const keys = Object.keys(actual);
  if (keys.length !== imports.length) return `it has ${keys.length} imports, not ${imports.length}`;
  const names = new Map<ImportName, string>();
  for (const [index, [name, parameters]] of imports.entries()) {
    const key = keys[index] ?? '';
    const body = actual[key];
    if (body?.length !== parameters) return `import ${index} takes ${body?.length} parameters, but ${name} takes ${parameters}`;
    names.set(name, key);
  }
  return behaviourProblem((name) => actual[names.get(name) ?? '']) ?? names;
}

/** Calls the imports that may be called without a running program. */
function behaviourProblem(find: (name: ImportName) => WebAssembly.ImportFunction | undefined): string | null {
  const expectations: readonly [ImportName, (value: unknown) => boolean][] = [
    ['__syscall_geteuid32', (value) => value === 0],
    ['emscripten_get_heap_max', (value) => value === 2 ** 31],
    ['emscripten_date_now', (value) => typeof value === 'number' && Math.abs(value - Date.now()) < 60_000],
    ['emscripten_get_now', (value) => typeof value === 'number' && Math.abs(value - performance.now()) < 60_000],
  ];
  const odd = expectations.find(([name, isExpected]) => !isExpected(find(name)?.()));
  return odd ? `the import taken for ${odd[0]} answers something else` : null;
}
