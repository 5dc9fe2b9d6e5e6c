/** Folders whose files say nothing about the project itself. */
const noise = /(^|\/)(node_modules|\.git|dist|build|out|coverage|target|vendor|\.venv|__pycache__)(\/|$)/;

/** Text files that are worth a look. */
export function isReadable(path: string): boolean {
  return !noise.test(path) && !/\.(png|jpe?g|gif|ico|svg|woff2?|ttf|pdf|zip|gz|wasm|lock|map|min\.js)$/i.test(path) && !/(^|\/)(package-lock\.json|pnpm-lock\.yaml)$/.test(path);
}

export function normalPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '').replace(/^\.$/, '');
}

/** Paths at the beginning of lines, as listings and searches write them; folders are left out. */
export function pathsIn(output: string, folder: string): readonly string[] {
  return output.split('\n').flatMap((line) => {
    const path = /^\s*(?:[-*•]\s+|(?:file|f)\s+)?(?:\.\/)?((?:[\w@.+()[\]-]+\/)*[\w@.+()[\]-]+)(?=\s*$|:\d|\s+\(|\s{2,}|\t|\s+\d)/.exec(line)?.[1];
    if (path === undefined || !/\.\w+$|(^|\/)(Makefile|Dockerfile|LICENSE|README)$/.test(path)) return [];
    return [folder === '' || path.startsWith(`${folder}/`) ? path : `${folder}/${path}`];
  });
}

/** The text of a file without the line numbers a tool may put in front; `null` where only a part was shown. */
export function toFileText(output: string): string | null {
  const lines = output.split('\n');
  const numbered = lines.filter((line) => /^\s*\d+(?:\t|→|\||: )/.test(line));
  const isNumbered = numbered.length > 0 && numbered.length >= lines.filter((line) => line.trim() !== '').length - 2;
  if (!isNumbered) return output;
  return numbered.map((line) => line.replace(/^\s*\d+(?:\t|→|\|\s?|: )/, '')).join('\n');
}
