import assert from 'node:assert/strict';
import { patternProblem } from '../../../src/engine/base/riskyPattern.ts';

const endless = [
  '^(a+)+$', '(a|a)*', '(a|aa)+$', '(.*,)*x', '(\\w+\\s?)*$', '([a-zA-Z0-9]+)*', '(a*)*', '^(([a-z])+.)+[A-Z]([a-z])+$', '(\\d+|\\w+)*x',
  '((a+)b?)+', '(a{1,50}){1,50}', '^(?:[a-z]+ ?)+$', '(?:x+x+)+y', '(?<word>\\w+)*!', '([\\s\\S]*,)*$',
  '^(aa?)*$', '^(?:a?){50}a{50}$', '^((ab?)(b?a))*$', '(?:\\w{2,3})+x', '^(?:(?:a|b)?[ab])*$',
];
const slow = ['^.*.*.*x', '.*foo.*bar', '^a*a*a*$', `^${'a?'.repeat(30)}${'a'.repeat(30)}$`, '^(?:.*,)?.*;.*x', '^\\s*\\s*\\s*!', '^(a{0,1000}){1,9}a{0,1000}a{0,1000}$'];
const harmless = [
  '^[a-z0-9]+(?:-[a-z0-9]+)*$', '^([a-z]+-)*[a-z]+$', '^(?:[^"\\\\]|\\\\.)*$', '^(a|b)+$', '^\\d{4}-\\d{2}$', '^(?:\\/(?:[^~/]|~[01])*)*$', '^(\\d+\\.)*\\d+$',
  '(?<y>\\d+)-\\k<y>', '^(?:/[^/]+)+$', 'https?://[^\\s]+', '^v?\\d+(\\.\\d+){0,2}$', '', '^\\p{Lu}\\p{L}*( \\p{L}+)*$', '[)(*+]*',
  '^\\d+(?:\\.\\d+)?(?:\\.\\d+)?(?:-\\w+)?(?:\\+\\w+)?$', '^.*foo.*bar$', '\\s+$', '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', '(?:-?\\d)*', '^#[0-9a-f]{6}$', '^[A-Z]{2,5}-\\d+(?:, ?[A-Z]{2,5}-\\d+)*$', 'R\\d+',
  '^(?:feat|fix|docs)(?:\\(\\w+\\))?!?: .+', '^(?:/[^/]*)*$', '^\\w+(?:\\.\\w+)*\\(.*\\)$',
];

describe('patterns from files', () => {
  for (const pattern of endless) it(`refuses ${pattern}`, () => assert.match(patternProblem(pattern) ?? '', /may never end/));
  for (const pattern of slow) it(`refuses ${pattern}`, () => assert.match(patternProblem(pattern) ?? '', /very long|never end/));
  for (const pattern of harmless) it(`takes ${pattern || 'nothing'}`, () => assert.equal(patternProblem(pattern), undefined));

  it('takes none that does not end soon on texts of its own characters, which the suite would not survive', () => {
    for (const pattern of harmless) {
      const expression = new RegExp(pattern, 'u');
      for (const piece of ['a', '0', ' ', '-', '.', '/', 'a.', '1.', ',', 'foo', 'A', '@', 'a-', '/~']) assert.equal(typeof expression.test(`${piece.repeat(10_000 / piece.length)}\n`), 'boolean');
    }
  });

  it('says what is wrong with a broken one', () => {
    assert.equal(patternProblem('('), 'is not a valid regular expression: Unterminated group');
    assert.match(patternProblem('a'.repeat(1_001)) ?? '', /longer than 1,000/);
  });
});
