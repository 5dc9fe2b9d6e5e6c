/** Folders whose files say nothing about the project itself. */
const noise = /(^|\/)(node_modules|\.git|dist|build|out|coverage|target|vendor|\.venv|__pycache__)(\/|$)/;

/** Text files that are worth a look. */
export function isReadable(path: string): boolean {
  return !noise.test(path) && !/\.(png|jpe?g|gif|ico|svg|woff2?|ttf|pdf|zip|gz|wasm|lock|map|min\.js)$/i.test(path) && !/(^|\/)(package-lock\.json|pnpm-lock\.yaml)$/.test(path);
}

export function normalPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '').replace(/^\.$/, '');
}

/** Nothing that is looked for stands far into a line, and searching very long ones takes its time. */
export function shortLines(text: string): string {
  return text.replace(/^(.{400}).+$/gm, '$1');
}

/** Paths at the beginning of lines, as listings and searches write them; folders are left out. */
export function pathsIn(output: string, folder: string): readonly string[] {
  return shortLines(output).split('\n').flatMap((line) => {
    const path = /^\s*(?:[-*•]\s+|(?:file|f)\s+)?(?:\.\/)?((?:[\w@.+()[\]-]+\/)*[\w@.+()[\]-]+)(?=\s*$|:\d|\s+\(|\s{2,}|\t|\s+\d)/.exec(line)?.[1];
    if (path === undefined || !/\.\w+$|(^|\/)(Makefile|Dockerfile|LICENSE|README)$/.test(path)) return [];
    return [folder === '' || path.startsWith(`${folder}/`) ? path : `${folder}/${path}`];
  });
}

/** Above a file's text: its name and which lines follow. */
const heading = /^\S.* \((?:lines (\d+)-(\d+) of (\d+)[^)]*|empty)\)$/;

/** The text of a file without the heading or the line numbers a tool may add; `null` where only a part was shown. */
export function toFileText(output: string): string | null {
  const [first = '', ...rest] = output.split('\n');
  const found = heading.exec(first);
  if (found === null) return withoutNumbers(output);
  const [, from = '1', to, total] = found;
  return from === '1' && to === total ? rest.join('\n') : null;
}

function withoutNumbers(output: string): string {
  const number = /^\s*\d+(?:\t|→|\|\s?|: )/;
  const lines = output.split('\n');
  const numbered = lines.filter((line) => number.test(line));
  const isNumbered = numbered.length > 0 && numbered.length >= lines.filter((line) => line.trim() !== '').length - 2;
  return isNumbered ? numbered.map((line) => line.replace(number, '')).join('\n') : output;
}

export function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').trim().slice(0, 200);
}
