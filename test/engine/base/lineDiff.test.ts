import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineDiff } from '../../../src/engine/base/lineDiff.ts';

describe('the difference between two texts', () => {
  it('shows what changed among three unchanged lines on each side', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].join('\n');
    assert.equal(lineDiff(before, before.replace('e', 'E')), ['@@ -2,7 +2,7 @@', ' b', ' c', ' d', '-e', '+E', ' f', ' g', ' h'].join('\n'));
  });

  it('is empty where nothing changed, and whole for a text that came or went', () => {
    assert.equal(lineDiff('a\n', 'a\n'), '');
    assert.equal(lineDiff('', 'a\nb\n'), '@@ -0,0 +1,2 @@\n+a\n+b');
    assert.equal(lineDiff('a\nb\n', ''), '@@ -1,2 +0,0 @@\n-a\n-b');
  });

  it('puts changes that are far apart into hunks of their own', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const changed = lines.map((line, index) => (index === 2 || index === 30 ? `${line}!` : line));
    assert.equal(lineDiff(lines.join('\n'), changed.join('\n')).match(/^@@/gm)?.length, 2);
  });

  it('applied to the old lines gives the new ones, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(text, text, (before, after) => {
      assert.deepEqual(applied(before, lineDiff(before.join('\n'), after.join('\n'))), after);
    }));
  });

  it('shows texts that have nothing in common as replaced, soon', () => {
    const [before, after] = ['x', 'y'].map((letter) => Array.from({ length: 5_000 }, (_, index) => `${letter}${index}`).join('\n'));
    assert.equal(lineDiff(before ?? '', after ?? '').split('\n').length, 10_001);
  });
});

function applied(before: readonly string[], diff: string): readonly string[] {
  const after: string[] = [];
  let at = 0;
  for (const line of diff === '' ? [] : diff.split('\n')) {
    const hunk = /^@@ -(\d+),(\d+) /.exec(line);
    if (hunk) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      after.push(...before.slice(at, start));
      at = start;
    } else if (line.startsWith('+')) after.push(line.slice(1));
    else {
      assert.equal(before[at], line.slice(1));
      at += 1;
      if (line.startsWith(' ')) after.push(line.slice(1));
    }
  }
  return [...after, ...before.slice(at)];
}
