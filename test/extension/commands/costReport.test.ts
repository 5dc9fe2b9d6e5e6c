import assert from 'node:assert/strict';
import type { ExecutionId, PhaseId, RunId } from '../../../src/engine/model/ids.ts';
import { costReport, type NamedTurn } from '../../../src/extension/commands/costReport.ts';

const turn = (change: Partial<NamedTurn>): NamedTurn => ({
  run: 'r1' as RunId, phase: 'plan' as PhaseId, execution: 'r1/plan/1' as ExecutionId, turn: 1, model: 'anthropic/a', at: 0, durationMs: 1_500,
  usage: { inputTokens: 1_000, outputTokens: 100, cachedTokens: 250, costUsd: 0.01 }, project: 'Tally', runName: 'Nov 21, 10:00', phaseName: 'Plan', day: '2026-11-21', ...change,
});
const unknown = turn({ run: 'r2' as RunId, execution: 'r2/plan/2' as ExecutionId, runName: 'Nov 22, 9:00', day: '2026-11-22', model: 'editor/b', usage: { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null } });

describe('the report of costs', () => {
  it('sums by day, project, model and run, with the share that caches served', () => {
    const report = costReport([turn({}), turn({ turn: 2 }), unknown], undefined);
    assert.deepEqual(report.split('\n').slice(0, 5).map((line) => line.replaceAll(/ {2,}/g, ' | ')), [
      'By day | turns | input | cached | output | cost | time',
      '-'.repeat(report.indexOf('\n')),
      '2026-11-21 | 2 | 2,000 | 25 % | 200 | $0.0200 | 3.0 s',
      '2026-11-22 | 1 | unknown | unknown | unknown | unknown | 1.5 s',
      'Total | 3 | unknown | unknown | unknown | > $0.0200 | 4.5 s',
    ]);
    for (const title of ['By project', 'By model', 'By run']) assert.ok(report.includes(`\n${title} `), title);
    assert.ok(!report.includes('By turn'));
  });

  it('tells each phase and turn of the run that is meant, and which execution it was of', () => {
    const report = costReport([turn({}), turn({ turn: 2 }), unknown], 'r2');
    assert.match(report, /By phase, run of Nov 22, 9:00/);
    assert.match(report, /Plan, execution 2, turn 1/);
    assert.doesNotMatch(report, /Plan, turn 1/);
  });

  it('says that there is nothing yet', () => assert.match(costReport([], undefined), /By day[^\n]*\n-+\nnothing yet\n/));
});
