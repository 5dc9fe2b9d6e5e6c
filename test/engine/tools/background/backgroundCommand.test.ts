import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionId } from '../../../../src/engine/model/ids.ts';
import type { ToolResult } from '../../../../src/engine/ports/tool.ts';
import { type Fixture, toolContext, workspaceFixture } from '../workspaceFixture.ts';

describe('commands in the background', () => {
  let at: Fixture;

  beforeEach(async () => {
    at = await workspaceFixture();
  });

  afterEach(async () => {
    await at.toolbox.close?.();
    at.dispose();
  });

  const call = (input: Parameters<Fixture['call']>[1], execution = 'execution-1'): Promise<ToolResult> => at.call('background_command', input, { execution: execution as ExecutionId });
  const start = (command: string, execution?: string): Promise<ToolResult> => call({ action: 'start', command }, execution);

  function isAlive(pidFile: string): boolean {
    try {
      return process.kill(Number(readFileSync(join(at.root, pidFile), 'utf8')), 0);
    } catch {
      return false;
    }
  }

  it('run beside other calls, and answer what is new at each look', async () => {
    assert.deepEqual(await start('echo ready; while [ ! -f go ]; do sleep 0.02; done; echo went; exec sleep 300'), { outcome: 'ok', output: '[1] is running.\nready' });
    assert.equal((await call({ action: 'output', id: 1 })).output, '[1] is running.\n(no new output)');
    await at.call('run_command', { command: 'touch go' });
    for (let text = ''; !text.includes('went'); await delay(20)) text = (await call({ action: 'output', id: 1 })).output;
    assert.equal((await call({ action: 'list' })).output, '[1] is running. echo ready; while [ ! -f go ]; do sleep 0.02; done; echo went; exec sleep 300');
    assert.deepEqual(await call({ action: 'stop', id: 1 }), { outcome: 'ok', output: '[1] was stopped.\n(no new output)' });
  });

  it('say how they ended, at once if they end at once', async () => {
    assert.deepEqual(await start('echo no >&2; exit 3'), { outcome: 'error', output: '[1] ended with exit code 3.\nno' });
    await start('sleep 1.2; echo done');
    assert.deepEqual(await call({ action: 'output', id: 2, waitSeconds: 30 }), { outcome: 'ok', output: '[2] ended with exit code 0.\ndone' });
  });

  it('end with the execution that started them, with everything they started, and with no other', async () => {
    await Promise.all([start('echo $$ > one.pid; setsid sleep 300 & exec sleep 300', 'first'), start('echo $$ > two.pid; exec sleep 300', 'second')]);
    assert.ok(isAlive('one.pid') && isAlive('two.pid'));
    await at.toolbox.endOf?.('first' as ExecutionId);
    assert.ok(!isAlive('one.pid') && isAlive('two.pid'));
    await at.toolbox.close?.();
    assert.ok(!isAlive('two.pid'));
  });

  it('belong to their execution: no other sees or stops them', async () => {
    await start('exec sleep 300', 'first');
    assert.equal((await call({ action: 'list' }, 'second')).output, 'No command was started in the background.');
    for (const action of ['output', 'stop']) assert.match((await call({ action, id: 1 }, 'second')).output, /There is no background command 1/);
    assert.equal((await call({ action: 'output', id: 1 }, 'first')).output.split('\n')[0], '[1] is running.');
  });

  it('are limited in number and in what is kept of their output', async () => {
    assert.match((await start("yes x | head -c 400000; echo end; exec sleep 300")).output, /^\[1\] is running\.\n… \d+ characters before this …\n(?:x\n)+end$/);
    await Promise.all(Array.from({ length: 7 }, () => start('exec sleep 300')));
    assert.deepEqual(await start('true'), { outcome: 'error', output: 'Too many commands run in the background. Stop one first.' });
  }).timeout(60_000);

  it('are shown to a person: whose they are, since when, what they wrote, whoever read it; and can be stopped', async () => {
    const { background } = at.toolbox;
    assert.ok(background);
    let changes = 0;
    const listening = background.onDidChange(() => (changes += 1));
    const before = Date.now();
    await start("printf 'up\\033[2J\\n'; exec sleep 300");
    const [shown] = background.list();
    assert.deepEqual([shown?.id, shown?.run, shown?.phase, shown?.execution, shown?.exit], [1, toolContext.run, toolContext.phase, toolContext.execution, null]);
    assert.ok(shown && shown.startedAt >= before && shown.startedAt <= Date.now());
    for (const look of [1, 2]) assert.equal(background.outputOf(1), 'up\n', String(look));
    assert.equal(background.outputOf(2), undefined);
    await background.stop(1);
    await background.stop(2);
    assert.equal(background.list()[0]?.exit?.ending, 'cancelled');
    assert.equal(changes, 2);
    listening.dispose();
    assert.match((await call({ action: 'output', id: 1 })).output, /^\[1\] was stopped by the person\. Do not start it again without asking\./);
  });

  it('are decided on as commands when they start, and only then', async () => {
    const { intent } = await at.prepare('background_command', { action: 'start', command: 'npm run dev' });
    assert.deepEqual([intent.title, intent.subject], ['run in the background: npm run dev', { type: 'command', script: 'npm run dev', folder: '.' }]);
    for (const input of [{ action: 'list' }, { action: 'output', id: 1 }, { action: 'stop', id: 1 }]) assert.equal((await at.prepare('background_command', input)).intent.effect, 'none');
    assert.equal((await at.call('background_command', { action: 'start' }, toolContext)).output, '/command: start needs a command');
    assert.equal((await at.call('background_command', { action: 'start', command: 'x', cwd: '../outside' })).outcome, 'denied');
  });
});
