import assert from 'node:assert/strict';
import { goalIn } from '../../../../src/engine/providers/rehearsal/situation.ts';
import { readTestRun } from '../../../../src/engine/providers/rehearsal/testRun.ts';
import { pathsIn, toFileText } from '../../../../src/engine/providers/rehearsal/toolOutput.ts';

describe('goalIn', () => {
  const prompts: readonly (readonly [string, string])[] = [
    ['# Plan\n\nGoal of this run:\n\nMake it fast.\n\nDecide how.', 'Make it fast'],
    ['Goal: "Make it fast"', 'Make it fast'],
    ['# Fix\n\nTo be fixed:\n\nThe total is wrong\n\nDiagnosis:\n\nThe goal is "x". src/a.js: added y.', 'The total is wrong'],
    ['<goal>\nMake it\nfast\n</goal>', 'Make it fast'],
    ['Write a poem about rivers. Then stop.', 'Write a poem about rivers. Then stop'],
    ['', 'the task of this phase'],
  ];
  for (const [prompt, goal] of prompts) it(`finds ${JSON.stringify(goal)}`, () => assert.equal(goalIn(prompt), goal));
});

describe('readTestRun', () => {
  const read = (output: string, isError: boolean): ReturnType<typeof readTestRun> => readTestRun({ command: 'npm test', output, isError, turn: 1 });

  it('reads TAP', () => {
    const run = read('exit code 1.\nok 1 - adds\nnot ok 2 - subtracts\n  ---\n  location: \'/w/test/a.test.js:7:1\'\n# pass 1\n# fail 1', true);

    assert.deepEqual([run.hasPassed, run.exitCode, run.passing, run.failing, run.failures, run.places], [false, 1, 1, 1, ['subtracts'], [{ path: '/w/test/a.test.js', line: 7 }]]);
  });

  it('reads what other reporters write', () => {
    assert.deepEqual([read('exit code 1.\n  3 passing (12ms)\n  1 failing', true).failing, read('Tests: 2 failed, 5 passed, 7 total\nexited with code 1', true).passing], [1, 5]);
    assert.deepEqual(read('exit code 1.\nFAILED tests/test_a.py::test_sum\n1 failed, 2 passed in 0.1s', true).failures, ['tests/test_a.py::test_sum']);
  });

  it('believes the exit code, not the words', () => {
    assert.equal(read('exit code 0.\n1 failing', false).hasPassed, true);
    assert.equal(read('exit code 2.\nall passing\nexit code 0 expected', true).hasPassed, false);
  });

  it('knows what did not run', () => {
    for (const output of ['Not allowed: no.', 'The person did not allow this: run npm test', '']) assert.deepEqual([read(output, true).hasRun, read(output, true).hasPassed], [false, false]);
  });
});

describe('tool output', () => {
  it('finds paths in listings, not in remarks', () => {
    assert.deepEqual(pathsIn('src/\nsrc/a.js\npackage.json\nlink@\n… more than 1000 entries; list a folder below.', ''), ['src/a.js', 'package.json']);
    assert.deepEqual(pathsIn('src/a.js:12: const x', ''), ['src/a.js']);
    assert.deepEqual(pathsIn('b.js', 'lib'), ['lib/b.js']);
  });

  it('takes the heading off a file, and no part for a whole', () => {
    assert.equal(toFileText('a.js (lines 1-2 of 2)\none\ntwo'), 'one\ntwo');
    assert.equal(toFileText('a.js (empty)'), '');
    assert.equal(toFileText('a.js (lines 1-2 of 9)\none\ntwo\n… 7 more lines; go on with startLine 3.'), null);
    assert.equal(toFileText('1\tone\n2\ttwo'), 'one\ntwo');
    assert.equal(toFileText('plain'), 'plain');
  });
});
