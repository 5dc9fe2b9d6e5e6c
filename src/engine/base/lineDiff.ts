/** Unchanged lines shown around a change. */
const contextLines = 3;
/** Beyond this many differing lines the search for the smallest difference costs more than it is worth. */
const maxDistance = 400;

type Edit = { readonly sign: ' ' | '-' | '+'; readonly line: string };

/** The difference between two texts in the unified format, without a file header; empty where there is none. */
export function lineDiff(before: string, after: string): string {
  const edits = editsBetween(linesOf(before), linesOf(after));
  return hunksOf(edits).map((range) => hunkText(edits, range)).join('\n');
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function editsBetween(old: readonly string[], now: readonly string[]): readonly Edit[] {
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const [oldMiddle, nowMiddle] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
  return [...same(old.slice(0, head)), ...(shortest(oldMiddle, nowMiddle) ?? replaced(oldMiddle, nowMiddle)), ...same(old.slice(old.length - tail))];
}

function same(lines: readonly string[]): readonly Edit[] {
  return lines.map((line) => ({ sign: ' ', line }));
}

function replaced(old: readonly string[], now: readonly string[]): readonly Edit[] {
  return [...old.map((line): Edit => ({ sign: '-', line })), ...now.map((line): Edit => ({ sign: '+', line }))];
}

/** Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): the furthest reach on each diagonal, by the number of differences. */
function shortest(old: readonly string[], now: readonly string[]): readonly Edit[] | null {
  const reach = new Map<number, number>([[1, 0]]);
  const trail: ReadonlyMap<number, number>[] = [];
  for (let distance = 0; distance <= Math.min(maxDistance, old.length + now.length); distance += 1) {
    trail.push(new Map(reach));
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = startOn(reach, diagonal, distance);
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return walkBack(trail, old, now);
    }
  }
  return null;
}

function startOn(reach: ReadonlyMap<number, number>, diagonal: number, distance: number): number {
  const [left, right] = [reach.get(diagonal - 1) ?? -1, reach.get(diagonal + 1) ?? -1];
  return diagonal === -distance || (diagonal !== distance && left < right) ? right : left + 1;
}

function walkBack(trail: readonly ReadonlyMap<number, number>[], old: readonly string[], now: readonly string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [old.length, now.length];
  for (let distance = trail.length - 1; distance >= 0; distance -= 1) {
    const reach = trail[distance] ?? new Map<number, number>();
    const from = startOn(reach, x - y, distance);
    const isInsertion = from === (reach.get(x - y + 1) ?? -1) && (x - y === -distance || (x - y !== distance && (reach.get(x - y - 1) ?? -1) < from));
    const [startX, startY] = [from, from - (x - y)];
    while (x > startX && y > startY) {
      edits.push({ sign: ' ', line: old[x - 1] ?? '' });
      [x, y] = [x - 1, y - 1];
    }
    if (distance === 0) break;
    if (isInsertion) edits.push({ sign: '+', line: now[(y -= 1)] ?? '' });
    else edits.push({ sign: '-', line: old[(x -= 1)] ?? '' });
  }
  return edits.toReversed();
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function hunksOf(edits: readonly Edit[]): readonly Range[] {
  const ranges: { start: number; end: number }[] = [];
  edits.forEach(({ sign }, index) => {
    if (sign === ' ') return;
    const [start, end] = [Math.max(0, index - contextLines), Math.min(edits.length, index + contextLines + 1)];
    const last = ranges.at(-1);
    if (last && start <= last.end) last.end = end;
    else ranges.push({ start, end });
  });
  return ranges;
}

function hunkText(edits: readonly Edit[], { start, end }: Range): string {
  const count = (part: readonly Edit[], without: Edit['sign']): number => part.filter(({ sign }) => sign !== without).length;
  const [before, shown] = [edits.slice(0, start), edits.slice(start, end)];
  const [oldCount, nowCount] = [count(shown, '+'), count(shown, '-')];
  const place = (skipped: number, length: number): string => `${length === 0 ? skipped : skipped + 1},${length}`;
  return [`@@ -${place(count(before, '+'), oldCount)} +${place(count(before, '-'), nowCount)} @@`, ...shown.map(({ sign, line }) => `${sign}${line}`)].join('\n');
}
