import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Json } from '../../../src/engine/model/json.ts';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

describe('git', () => {
  let at: Fixture;
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: at.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const call = async (input: Json): Promise<string> => (await at.call('git', input)).output;

  beforeEach(async () => {
    at = await workspaceFixture();
    git('init', '-q', '-b', 'main');
  });
  afterEach(() => at.dispose());

  it('goes from a change to a commit', async () => {
    at.write('src/app.ts', 'one\n');
    assert.equal(await call({ action: 'status' }), 'exit code 0.\n## No commits yet on main\n?? src/app.ts');
    assert.equal(await call({ action: 'add', paths: ['src/app.ts'] }), 'exit code 0.\n(no output)');
    assert.match(await call({ action: 'diff', staged: true }), /\+one/);
    assert.match(await call({ action: 'commit', message: 'First: "quoted" $HOME' }), /^exit code 0\.\n\[main \(root-commit\) [0-9a-f]+\] First: "quoted" \$HOME/);
    at.write('src/app.ts', 'two\n');
    assert.match(await call({ action: 'diff' }), /-one\n\+two/);
    assert.equal(await call({ action: 'diff', paths: ['other'] }), 'exit code 0.\n(no output)');
    assert.match(await call({ action: 'log', count: 1 }), /First: "quoted" \$HOME$/);
  });

  it('lists branches, and makes one and switches to it', async () => {
    at.write('a', '');
    await call({ action: 'add' });
    await call({ action: 'commit', message: 'First' });
    assert.match(await call({ action: 'branch' }), /\* main/);
    assert.match(await call({ action: 'branch', name: 'feature/x' }), /^exit code 0\./);
    assert.equal(git('branch', '--show-current'), 'feature/x\n');
  });

  it("commits as the repository's user, and as somebody where there is none", async () => {
    at.write('a', '1');
    await call({ action: 'add' });
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.org');
    await call({ action: 'commit', message: 'One' });
    assert.equal(git('log', '-1', '--format=%an <%ae>'), 'Ada <ada@example.org>\n');

    const nobody = await workspaceFixture({ environment: { PATH: process.env.PATH, HOME: at.outside } });
    execFileSync('git', ['init', '-q'], { cwd: nobody.root });
    nobody.write('a', '1');
    await nobody.call('git', { action: 'add' });
    await nobody.call('git', { action: 'commit', message: 'One' });
    assert.equal(execFileSync('git', ['log', '-1', '--format=%an <%ae>'], { cwd: nobody.root, encoding: 'utf8' }), 'Phasegate <phasegate@localhost>\n');
    nobody.dispose();
  });

  it('works in a subfolder of a repository, and only there', async () => {
    const inner = await workspaceFixture();
    execFileSync('git', ['init', '-q'], { cwd: `${inner.root}/..` });
    inner.write('a.txt', 'x');
    execFileSync('sh', ['-c', 'echo y > ../outside/b.txt'], { cwd: inner.root });
    await inner.call('git', { action: 'add' });
    assert.equal(execFileSync('git', ['diff', '--cached', '--name-only'], { cwd: `${inner.root}/..`, encoding: 'utf8' }), 'workspace/a.txt\n');
    inner.dispose();
  });

  it('takes paths as they are written', async () => {
    for (const path of ['a*.txt', 'ab.txt', '!x']) at.write(path, '');
    await call({ action: 'add', paths: ['a*.txt'] });
    assert.equal(git('diff', '--cached', '--name-only'), 'a*.txt\n');
  });

  it('never adds secrets', async () => {
    for (const path of ['.env', 'deploy/.ENV.production', 'id_rsa', 'ok.txt']) at.write(path, 'x');
    await call({ action: 'add' });
    assert.equal(git('diff', '--cached', '--name-only'), 'ok.txt\n');
    assert.match(await call({ action: 'add', paths: ['.env'] }), /protected/);
  });

  it('passes on what Git says when it fails', async () => {
    const result = await at.call('git', { action: 'commit', message: 'Nothing' });
    assert.equal(result.outcome, 'error');
    assert.match(result.output, /^exit code 1\.\n[^]*nothing to commit/);
  });

  it('says what to do instead where there is no repository, or no commit', async () => {
    const elsewhere = await workspaceFixture();
    for (const input of [{ action: 'status' }, { action: 'diff' }, { action: 'diff', staged: true }, { action: 'log' }, { action: 'branch' }, { action: 'branch', name: 'x' }, { action: 'add' }, { action: 'commit', message: 'x' }]) {
      const { outcome, output } = await elsewhere.call('git', input);
      assert.deepEqual([outcome, /^The workspace has no Git repository.*read_file/.test(output)], ['error', true], `${JSON.stringify(input)}: ${output}`);
    }
    execFileSync('git', ['init', '-q'], { cwd: elsewhere.root });
    assert.deepEqual(await elsewhere.call('git', { action: 'log' }), { outcome: 'ok', output: 'The repository has no commits yet.' });
    elsewhere.dispose();
  });

  it('knows which of its actions only look', async () => {
    const effect = async (input: Json): Promise<string | undefined> => (await at.prepare('git', input)).intent.effect;
    for (const input of [{ action: 'status' }, { action: 'diff' }, { action: 'log' }, { action: 'branch' }]) assert.equal(await effect(input), 'none');
    for (const input of [{ action: 'add' }, { action: 'commit', message: 'x' }, { action: 'branch', name: 'x' }]) assert.equal(await effect(input), 'process');
  });

  it('shows a person what it would do', async () => {
    assert.deepEqual((await at.prepare('git', { action: 'commit', message: 'Fix\u202e it' })).intent, { title: 'git commit', detail: 'git commit: Fix⟨U+202E⟩ it', effect: 'process', subject: { type: 'program', argv: ['git', 'commit', '-m', 'Fix\u202e it'] } });
  });

  it('refuses a commit without message and names that are no branches', async () => {
    assert.match(await call({ action: 'commit' }), /\/message/);
    for (const name of ['-d', '--force', 'a..b', 'a b', 'a~1', 'x.lock', '@{-1}', '/a', 'a/', 'a//b', 'a.', '.a', 'a/.b', 'a\nb', 'refs:heads', 'ä']) assert.match(await call({ action: 'branch', name }), /\/name/, name);
    assert.match(await call({ action: 'push' }), /\/action/);
  });
});
