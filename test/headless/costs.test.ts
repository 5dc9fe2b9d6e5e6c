import assert from 'node:assert/strict';
import { phasegate, type Place, samplePlace } from './commandLine.ts';

describe('phasegate costs and forecast', () => {
  let place: Place;
  before(() => (place = samplePlace()));
  after(() => place.dispose());

  it('forecast from the template, then from the runs that finished', async () => {
    const before = await phasegate(['forecast', 'quick-fix', '--model', 'rehearsal', ...place.where, '--json']);
    assert.equal(before.code, 0, before.stderr);
    assert.deepEqual([before.rows[0]?.['basis'], before.rows[0]?.['usd']], ['template', { low: 0, high: 0 }]);

    const ran = await phasegate(['run', 'quick-fix', '--goal', 'Make the failing test pass', '--model', 'rehearsal', '--approve', 'all', ...place.where]);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /^Expected: .* tokens, no cost; from the template/);

    const after = await phasegate(['forecast', 'quick-fix', '--model', 'rehearsal', ...place.where, '--json']);
    assert.deepEqual([after.rows[0]?.['basis'], after.rows[0]?.['runs']], ['history', 1]);
  });

  it('say that a price is unknown', async () => {
    const args = ['forecast', 'quick-fix', '--model', 'openai-compatible/mystery', '--base-url', 'http://127.0.0.1:1', ...place.where];
    assert.match((await phasegate(args)).stdout, /cost unknown \(no price for openai-compatible\/mystery\)/);
  });

  it('sum by phase, run, day, project, model and turn to the same total', async () => {
    for (const by of ['turn', 'phase', 'model', 'run', 'project', 'day']) {
      const { code, rows, stderr } = await phasegate(['costs', '--by', by, ...place.where, '--json']);
      assert.equal(code, 0, stderr);
      const total = rows.at(-1);
      const parts = rows.slice(0, -1);
      assert.equal(total?.['by'], 'total');
      assert.ok(Number(total?.['turns']) > 3);
      for (const figure of ['turns', 'inputTokens', 'outputTokens', 'durationMs']) assert.equal(sum(parts, figure), total?.[figure], `${figure} by ${by}`);
      assert.deepEqual([total?.['costUsd'], total?.['unpricedTurns']], [0, 0]);
    }
  });

  it('are told of one run by its phases', async () => {
    const [run] = (await phasegate(['list', ...place.where, '--json'])).rows;
    const { stdout } = await phasegate(['costs', String(run?.['runId']), ...place.where]);
    assert.match(stdout, /diagnose\s+\d+ turns, .* in \(0 % cached\), .* out, \$0\.0000/);
    assert.equal((await phasegate(['costs', 'nobody', ...place.where])).code, 2);
    assert.equal((await phasegate(['costs', '--by', 'weather', ...place.where])).code, 2);
  });
});

function sum(rows: readonly Record<string, unknown>[], figure: string): number {
  return rows.reduce((total, row) => total + Number(row[figure]), 0);
}
