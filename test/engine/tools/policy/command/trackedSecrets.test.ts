import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { ruleFixture, type RuleFixture } from '../ruleFixture.ts';

describe('git where files with secrets are tracked', () => {
  let at: RuleFixture;
  const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: at.root, stdio: 'ignore' });

  beforeEach(async () => {
    at = await ruleFixture();
    git('init', '-q');
    for (const path of ['src/app.ts', 'src/.env.example', 'README.md']) at.write(path);
    git('add', '.');
    at.write('deploy/.env');
  });
  afterEach(() => at.dispose());

  const decide = async (script: string, folder = '.'): Promise<string> => (await at.decide({ allow: ['git *'] }, script, folder)).decision;
  const showing = ['git diff', 'git diff HEAD~1', 'git show', 'git show HEAD', 'git log -p', 'git log -p -3', 'git grep KEY', 'git stash show -p', 'git diff -- deploy', 'git diff HEAD -- .', "git diff -- '*'", 'git diff --stat -p'];
  const limited = ['git diff -- src', 'git diff HEAD~1 -- src README.md', 'git show HEAD:src/app.ts', 'git diff --stat', 'git diff --name-only', 'git show --stat', 'git log', 'git log --oneline -5', 'git status', 'git grep KEY -- src', 'git stash show'];

  it('looks freely where none is', async () => {
    for (const script of [...showing.filter((text) => !text.includes('deploy') && !text.includes('stash')), ...limited]) assert.equal(await decide(script), 'allow', script);
  });

  it('asks where one could be shown, as soon as it is tracked, and not where only other paths are looked at', async () => {
    assert.equal(await decide('git diff'), 'allow');
    git('add', '-f', 'deploy/.env');
    for (const script of showing) assert.equal(await decide(script), 'ask', script);
    for (const script of limited) assert.equal(await decide(script), 'allow', script);
    assert.equal(await decide('git diff -- app.ts', 'src'), 'allow');
    assert.equal(await decide('git diff -- .', 'src'), 'allow');
    assert.equal(await decide('git diff', 'src'), 'ask');
    git('rm', '-q', '--cached', 'deploy/.env');
    assert.equal(await decide('git diff'), 'allow');
  });
});
