import type { PlannedCall, Toolbox } from './toolbox.ts';

export interface Rewrite {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** The calls that turn one text of a file into another: one exact edit of the lines that differ, or the whole file where only that is offered. */
export function editCalls(toolbox: Toolbox, { path, from, to }: Rewrite): readonly PlannedCall[] {
  if (from === to) return [];
  const edit = toolbox.call('edit_file', { path, edits: [differingLines(from, to)] });
  return edit.length > 0 ? edit : toolbox.call('write_file', { path, content: to.endsWith('\n') ? to : `${to}\n` });
}

/** The differing lines with as many neighbours as make the old text occur once. */
export function differingLines(from: string, to: string): { readonly oldText: string; readonly newText: string } {
  const [oldLines, newLines] = [from.split('\n'), to.split('\n')];
  const shortest = Math.min(oldLines.length, newLines.length);
  let head = 0;
  while (head < shortest && oldLines[head] === newLines[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && oldLines.at(-1 - tail) === newLines.at(-1 - tail)) tail += 1;

  for (let context = 0; ; context += 1) {
    const before = Math.max(0, head - context);
    const after = Math.max(0, tail - context);
    const oldText = oldLines.slice(before, oldLines.length - after).join('\n');
    const isWhole = before === 0 && after === 0;
    const isUnique = oldText !== '' && from.indexOf(oldText) === from.lastIndexOf(oldText);
    if (isUnique || isWhole) return { oldText, newText: newLines.slice(before, newLines.length - after).join('\n') };
  }
}
