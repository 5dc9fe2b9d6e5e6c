import { revealHidden } from '../base/hiddenText.ts';

/** The changed stretch between two texts as removed and added lines: what a person approves. Nothing in it is hidden. */
export function changePreview(before: string, after: string): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const start = old.findIndex((line, index) => line !== now[index]);
  const first = start === -1 ? Math.min(old.length, now.length) : start;
  let same = 0;
  while (same < Math.min(old.length, now.length) - first && old.at(-1 - same) === now.at(-1 - same)) same += 1;
  const removed = old.slice(first, old.length - same).map((line) => `- ${line}`);
  const added = now.slice(first, now.length - same).map((line) => `+ ${line}`);
  return [`@@ line ${first + 1} @@`, ...removed, ...added].map(revealHidden).join('\n');
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replaceAll('\r\n', '\n').split('\n');
}
