import type { Json } from '../../../../src/engine/model/json.ts';

/** One valid artifact of every built-in type; together they tell one story. */
export const samples = {
  'decision-log': {
    summary: 'Parse durations with one table of units instead of three nested conditions.',
    context: 'src/duration.js handles "h" and "m"; test/duration.test.js fails for "1d".',
    decisions: [
      {
        id: 'D1',
        title: 'One table of units',
        decision: 'Replace the chain of conditions in parse() by a lookup in a table of milliseconds.',
        rationale: 'The failing test asks for days; a table makes the next unit one line.',
        alternatives: [{ option: 'Add another condition', whyNot: 'The fourth branch repeats the other three.' }],
      },
    ],
    constraints: [],
    openQuestions: [],
  },
  spec: {
    summary: 'Durations with days, for people who schedule backups.',
    goals: ['"1d" is accepted wherever "24h" is'],
    nonGoals: [],
    requirements: [{ id: 'R1', title: 'Days', statement: 'parse("1d") is 86,400,000.', priority: 'must', acceptance: ['npm test passes'] }],
    interfaces: [],
    openQuestions: [],
  },
  'task-queue': {
    summary: 'The table first, then the documentation that lists its units.',
    items: [
      { id: 'T1', title: 'Introduce the table', description: 'Only src/duration.js.', decision: 'D1', files: ['src/duration.js'], dependsOn: [], acceptance: ['npm test exits with 0'], risk: 'low' },
      { id: 'T2', title: 'Document the units', description: 'Only README.md.', files: ['README.md'], dependsOn: ['T1'], acceptance: ['README.md lists days'], risk: 'low' },
    ],
  },
  'change-set': {
    summary: 'parse() looks units up in a table; days are one of them.',
    task: 'T1',
    status: 'done',
    changes: [{ path: 'src/duration.js', kind: 'modified', summary: 'Units come from a table.' }],
    commands: [{ command: 'npm test', exitCode: 0, outcome: '14 tests pass, none fails.' }],
    followUps: [],
  },
  evaluation: {
    summary: 'The plan fits the code, with one gap in its tests.',
    verdict: 'pass-with-concerns',
    criteria: [
      { id: 'C1', name: 'Fits the module', status: 'pass', evidence: 'src/duration.js:4 is the only caller.' },
      { id: 'C2', name: 'Tested', status: 'concern', evidence: 'No test covers an unknown unit.' },
    ],
    recommendations: ['Add a test for an unknown unit.'],
  },
  review: {
    summary: 'Sound, once unknown units are an error.',
    verdict: 'request-changes',
    findings: [{ id: 'F1', severity: 'major', pointer: '/decisions/0/decision', title: 'Unknown units', detail: 'parse("1y") would be NaN.' }],
  },
  retrospective: {
    summary: 'Days are accepted and documented.',
    wentWell: ['The failing test was read before the code was changed.'],
    wentWrong: [],
    lessons: [{ id: 'L1', title: 'Tables over branches', observation: 'Three branches hid a missing fourth.', action: 'Look for repeated conditions before adding one.' }],
    nextSteps: [],
  },
} as const satisfies Record<string, Json>;
