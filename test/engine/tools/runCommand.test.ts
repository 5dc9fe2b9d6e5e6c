import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

describe('run_command', () => {
  let at: Fixture;
  beforeEach(async () => {
    at = await workspaceFixture();
  });
  afterEach(() => at.dispose());

  it('answers exit code and output', async () => {
    assert.deepEqual(await at.call('run_command', { command: 'echo hello; pwd' }), { outcome: 'ok', output: `exit code 0.\nhello\n${at.root}` });
    assert.deepEqual(await at.call('run_command', { command: 'echo oops >&2; exit 2' }), { outcome: 'error', output: 'exit code 2.\noops' });
    assert.deepEqual(await at.call('run_command', { command: 'true' }), { outcome: 'ok', output: 'exit code 0.\n(no output)' });
  });

  it('runs in a folder of the workspace', async () => {
    mkdirSync(join(at.root, 'sub'));
    assert.equal((await at.call('run_command', { command: 'pwd', cwd: 'sub' })).output, `exit code 0.\n${at.root}/sub`);
    assert.match((await at.call('run_command', { command: 'pwd', cwd: 'nowhere' })).output, /not a folder/);
  });

  it('reports time that is up, with what was written', async () => {
    const result = await at.call('run_command', { command: 'echo before; sleep 60', timeoutSeconds: 1 });
    assert.equal(result.outcome, 'timeout');
    assert.match(result.output, /^Ended after 1 seconds because it had not finished\. .*\nbefore$/);
  });

  it('reports cancellation', async () => {
    const result = await at.call('run_command', { command: 'sleep 60' }, { signal: AbortSignal.timeout(100) });
    assert.deepEqual(result, { outcome: 'cancelled', output: 'Stopped before it finished.\n(no output)' });
  });

  it('shows progress as it comes', async () => {
    const pieces: string[] = [];
    await at.call('run_command', { command: 'echo one; sleep 0.1; echo two' }, { progress: (text) => pieces.push(text) });
    assert.deepEqual(pieces, ['one\n', 'two\n']);
  });

  it('cleans what the model reads, caps it, and keeps the whole', async () => {
    const result = await at.call('run_command', { command: String.raw`printf '\033[31mSTART\033[0m\033]0;title\007\n'; seq 1 20000; printf '10%%\r100%%\nEND\n'` });
    assert.match(result.output, /^exit code 0\.\nSTART\n1\n2\n[^]*bytes left out[^]*20000\n100%\nEND$/);
    assert.ok(result.output.length < 31_000);
    assert.ok((result.whole ?? '').length > 100_000);
    assert.ok(!(result.whole ?? '').includes('\u001b'));
  });

  it('shows a person the whole command, with nothing hidden', async () => {
    const { intent } = await at.prepare('run_command', { command: 'echo a\u202eb\nrm x' });
    assert.deepEqual(intent, { title: 'run echo a⟨U+202E⟩b ⏎ rm x', detail: 'echo a⟨U+202E⟩b\nrm x', subject: { type: 'command', script: 'echo a\u202eb\nrm x', folder: '.' } });
  });

  it('refuses what cannot be a command', async () => {
    assert.match((await at.call('run_command', { command: 'a\0b' })).output, /zero byte/);
    assert.match((await at.call('run_command', { command: '' })).output, /\/command/);
    assert.match((await at.call('run_command', { command: 'x', timeoutSeconds: 1e9 })).output, /\/timeoutSeconds/);
  });
});
