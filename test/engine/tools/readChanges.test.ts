import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Json } from '../../../src/engine/model/json.ts';
import { isWriter } from '../../../src/engine/model/toolName.ts';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

describe('read_changes', () => {
  let at: Fixture;
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: at.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const call = async (input: Json): Promise<string> => (await at.call('read_changes', input)).output;

  beforeEach(async () => {
    at = await workspaceFixture();
    git('init', '-q', '-b', 'main');
  });
  afterEach(() => at.dispose());

  const commitAll = (message: string): void => {
    git('add', '--all');
    git('commit', '-qm', message);
  };

  it('tells what is not committed, with what Git does not track yet', async () => {
    at.write('a.txt', 'one\n');
    at.write('b.txt', 'same\n');
    commitAll('First');
    at.write('a.txt', 'two\n');
    at.write('new.txt', 'new\n');
    assert.equal(await call({ view: 'files' }), 'exit code 0.\nM\ta.txt\n?\tnew.txt');
    assert.match(await call({ view: 'diff' }), /-one\n\+two/);
    assert.equal(await call({ view: 'diff', paths: ['b.txt'] }), 'exit code 0.\n(no output)');
    assert.equal(await call({ view: 'files', paths: ['new.txt'] }), 'exit code 0.\n?\tnew.txt');
  });

  it('tells what a branch did since it left its base, and not what the base did since', async () => {
    at.write('a.txt', 'one\n');
    commitAll('First');
    git('switch', '-q', '-c', 'work');
    at.write('a.txt', 'two\n');
    commitAll('Second: why it was done');
    git('switch', '-q', 'main');
    at.write('elsewhere.txt', 'x\n');
    commitAll('Meanwhile');
    git('switch', '-q', 'work');
    assert.equal(await call({ view: 'files', base: 'main' }), 'exit code 0.\nM\ta.txt');
    assert.match(await call({ view: 'diff', base: 'main' }), /-one\n\+two/);
    const log = await call({ view: 'log', base: 'main' });
    assert.match(log, /Ada\n {4}Second: why it was done/);
    assert.doesNotMatch(log, /Meanwhile|First/);
    assert.equal(await call({ view: 'files', base: 'HEAD~1' }), 'exit code 0.\nM\ta.txt');
  });

  it('says what is in the way', async () => {
    assert.match(await call({ view: 'diff' }), /no commit here yet/);
    at.write('a.txt', 'one\n');
    commitAll('First');
    assert.match(await call({ view: 'diff', base: 'nowhere' }), /no branch, tag or commit "nowhere"/);
    const elsewhere = await workspaceFixture();
    assert.match((await elsewhere.call('read_changes', { view: 'files' })).output, /has no Git repository/);
    elsewhere.dispose();
  });

  for (const base of ['--output=x', '-p', 'main..work', 'main:a.txt', 'a b', 'HEAD@{1}', ':/First', '$(x)', '']) {
    it(`takes no base such as ${JSON.stringify(base)}`, async () => assert.equal((await at.call('read_changes', { view: 'diff', base })).outcome, 'denied'));
  }

  it('shows no file with secrets, and leads nowhere outside', async () => {
    at.write('.env', 'KEY=1\n');
    at.write('a.txt', 'one\n');
    commitAll('First');
    at.write('.env', 'KEY=2\n');
    at.write('sub/.env', 'KEY=3\n');
    assert.equal(await call({ view: 'files' }), 'exit code 0.\n(no output)');
    assert.doesNotMatch(await call({ view: 'diff' }), /KEY/);
    assert.equal((await at.call('read_changes', { view: 'diff', paths: ['../outside'] })).outcome, 'denied');
  });

  it('counts as reading, so that phases with it run side by side', () => assert.equal(isWriter('read_changes'), false));
});
