import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeRepositories } from '../../../src/engine/node/repositories.ts';

describe('repositories', () => {
  let base: string;
  const git = (cwd: string, ...args: readonly string[]): string => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

  beforeEach(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-repositories-')));
    mkdirSync(join(base, 'main'));
    git(join(base, 'main'), 'init', '-q');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('finds none where there is none', async () => {
    mkdirSync(join(base, 'plain'));
    assert.equal(await nodeRepositories.powersIn(join(base, 'plain')), null);
  });

  it('reads settings and hooks of the repository a folder lies in, also from below', async () => {
    mkdirSync(join(base, 'main/a/b'), { recursive: true });
    git(join(base, 'main'), 'config', 'core.fsmonitor', 'evil');
    writeFileSync(join(base, 'main/.git/hooks/pre-commit'), '');
    const powers = await nodeRepositories.powersIn(join(base, 'main/a/b'));
    assert.match(powers?.settings ?? '', /fsmonitor = evil/);
    assert.deepEqual(powers?.hooks, ['pre-commit']);
    assert.equal(powers?.isBare, false);
  });

  it('follows a worktree to its repository', async () => {
    git(join(base, 'main'), 'commit', '-qm', 'x', '--allow-empty');
    git(join(base, 'main'), 'worktree', 'add', '-q', '../tree');
    writeFileSync(join(base, 'main/.git/hooks/post-commit'), '');
    git(join(base, 'main'), 'config', 'diff.external', 'evil');
    const powers = await nodeRepositories.powersIn(join(base, 'tree'));
    assert.match(powers?.settings ?? '', /external = evil/);
    assert.deepEqual(powers?.hooks, ['post-commit']);
  });

  it('knows the inside of a bare repository, and of one that is hidden among files', async () => {
    mkdirSync(join(base, 'main/docs'));
    git(join(base, 'main/docs'), 'init', '-q', '--bare', '.');
    assert.equal((await nodeRepositories.powersIn(join(base, 'main/docs')))?.isBare, true);
  });

  for (const version of ['2', '4']) {
    it(`reads the settings of repositories inside it too, which Git asks when it looks at this one (index of version ${version})`, async () => {
      const main = join(base, 'main');
      for (const name of ['one', 'two/deep']) {
        mkdirSync(join(main, 'libraries', name), { recursive: true });
        git(join(main, 'libraries', name), 'init', '-q');
        git(join(main, 'libraries', name), 'commit', '-qm', 'x', '--allow-empty');
      }
      for (const name of ['a.txt', 'libraries/b.txt', 'z.txt']) writeFileSync(join(main, name), '');
      git(main, '-c', 'advice.addEmbeddedRepo=false', 'add', '.');
      git(main, 'update-index', '--index-version', version);
      assert.doesNotMatch((await nodeRepositories.powersIn(main))?.settings ?? '', /fsmonitor/);
      git(join(main, 'libraries/two/deep'), 'config', 'core.fsmonitor', 'evil');
      git(join(main, 'libraries/one'), 'config', 'core.worktree', '../../libraries/one');
      const { settings = '' } = (await nodeRepositories.powersIn(main)) ?? {};
      assert.match(settings, /fsmonitor = evil/);
      assert.doesNotMatch(settings, /worktree/);
    });
  }

  it('rejects an index that it does not understand', async () => {
    const main = join(base, 'main');
    writeFileSync(join(main, '.git/index'), Buffer.from([1, 2, 0, 0, 0xe0, 0, 3]));
    await assert.rejects(nodeRepositories.powersIn(main), /index of the repository/);
  });

  it('rejects what it cannot read', async () => {
    writeFileSync(join(base, '.git'), 'nonsense');
    await assert.rejects(nodeRepositories.powersIn(base));
    writeFileSync(join(base, 'main/.git/config'), 'x'.repeat(2_000_000));
    await assert.rejects(nodeRepositories.powersIn(join(base, 'main')));
  });
});
