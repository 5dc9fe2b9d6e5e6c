import assert from 'node:assert/strict';
import { patternProblem } from '../../../src/engine/base/riskyPattern.ts';

const endless = [
  '^(a+)+$', '(a|a)*', '(a|aa)+$', '(.*,)*x', '(\\w+\\s?)*$', '([a-zA-Z0-9]+)*', '(a*)*', '^(([a-z])+.)+[A-Z]([a-z])+$', '(\\d+|\\w+)*x',
  '((a+)b?)+', '(a{1,50}){1,50}', '^(?:[a-z]+ ?)+$', '(?:x+x+)+y', '(?<word>\\w+)*!', '([\\s\\S]*,)*$',
];
const harmless = [
  '^[a-z0-9]+(?:-[a-z0-9]+)*$', '^([a-z]+-)*[a-z]+$', '^(?:[^"\\\\]|\\\\.)*$', '^(a|b)+$', '^\\d{4}-\\d{2}$', '^(?:\\/(?:[^~/]|~[01])*)*$', '^(\\d+\\.)*\\d+$',
  '(?<y>\\d+)-\\k<y>', '^(?:/[^/]+)+$', 'https?://[^\\s]+', '^v?\\d+(\\.\\d+){0,2}$', '', '^\\p{Lu}\\p{L}*( \\p{L}+)*$', '[)(*+]*',
];

describe('patterns from files', () => {
  for (const pattern of endless) it(`refuses ${pattern}`, () => assert.match(patternProblem(pattern) ?? '', /may never end/));
  for (const pattern of harmless) it(`takes ${pattern || 'nothing'}`, () => assert.equal(patternProblem(pattern), undefined));

  it('says what is wrong with a broken one', () => {
    assert.equal(patternProblem('('), 'is not a valid regular expression: Unterminated group');
    assert.match(patternProblem('a'.repeat(1_001)) ?? '', /longer than 1,000/);
  });
});
