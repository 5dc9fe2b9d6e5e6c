import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ruleFixture, type RuleFixture } from '../engine/tools/policy/ruleFixture.ts';
import { brokenOut, dangerousArguments, generousRules, mayPass, notRemoving, waysToRemove } from './commandAttacks.ts';

describe('security: rules about commands', () => {
  let at: RuleFixture;

  before(async () => {
    at = await ruleFixture();
    execFileSync('git', ['init', '-q', at.root]);
    for (const path of ['src/app.ts', 'README.md', '.env.example', 'package.json', 'deploy/.env', 'far/a/b/c/server.pem', 'linked/app.ts']) at.write(path);
    symlinkSync('/etc/passwd', join(at.root, 'link-outside'));
    symlinkSync('/etc', join(at.root, 'folder-outside'));
    symlinkSync('/etc', join(at.root, 'linked/out'));
    symlinkSync('../src', join(at.root, 'linked/in'));
  });
  after(() => at.dispose());

  /** The commands for which the decision is another one. */
  async function others(commands: readonly string[], wanted: string, decide: (script: string) => Promise<{ decision: string; reason: string }>): Promise<readonly string[]> {
    const found: string[] = [];
    for (const command of commands) {
      const { decision, reason } = await decide(command);
      assert.ok(reason.length > 5, command);
      if (decision !== wanted) found.push(`${JSON.stringify(command)}: ${decision}, ${reason}`);
    }
    return found;
  }

  it(`asks for each of ${brokenOut.length} scripts that are more than the one command a rule allows`, async () => {
    assert.ok(brokenOut.length > 600);
    assert.deepEqual(await others(brokenOut, 'ask', (script) => at.decide(generousRules, script)), []);
  }).timeout(60_000);

  it(`asks for each of ${dangerousArguments.length} arguments that execute, write or leave the workspace`, async () => {
    assert.ok(dangerousArguments.length > 400);
    assert.deepEqual(await others(dangerousArguments, 'ask', (script) => at.decide(generousRules, script)), []);
  }).timeout(60_000);

  it('lets none of them pass by the rules that are always there', async () => {
    const all = [...brokenOut, ...dangerousArguments];
    const passed: string[] = [];
    for (const command of all) if ((await at.decideAsShipped(command)).decision !== 'ask') passed.push(command);
    assert.deepEqual(passed, []);
  }).timeout(60_000);

  it(`lets ${mayPass.length} ordinary commands pass`, async () => {
    assert.deepEqual(await others(mayPass, 'allow', (script) => at.decide(generousRules, script)), []);
  }).timeout(60_000);

  it(`denies ${waysToRemove.length} ways to rm`, async () => {
    const rules = { allow: [...generousRules.allow, 'rm x', 'rm *'], deny: ['rm *'] };
    assert.deepEqual(await others(waysToRemove, 'deny', (script) => at.decide(rules, script)), []);
  }).timeout(60_000);

  it('does not take words for commands', async () => {
    const found: string[] = [];
    for (const command of notRemoving) if ((await at.decide({ ...generousRules, deny: ['rm *'] }, command)).decision === 'deny') found.push(command);
    assert.deepEqual(found, []);
  });

  it('an exact rule allows one argv and nothing beside it', async () => {
    const rules = { allow: ['npm test', 'node scripts/check.js --all', "git commit -m 'two words'"] };
    assert.deepEqual(await others(['npm test', 'node scripts/check.js --all', 'git commit -m "two words"'], 'allow', (script) => at.decide(rules, script)), []);
    const beside = ['npm', 'npm test x', 'npm test --', 'npm test --script-shell=x', 'npm  testing', 'npm Test', 'NPM test', 'npm run test', 'node scripts/check.js', 'node scripts/check.js --all --all', 'node ./scripts/check.js --all', "git commit -m two words", 'test', 'npm test;', 'npm test &', 'npm test\n', '"npm" test', './npm test', '/usr/bin/npm test', 'npm\u00a0test'];
    assert.deepEqual(await others(beside, 'ask', (script) => at.decide(rules, script)), []);
  });

  it('a rule that asks wins over one that allows, a rule that denies over both', async () => {
    const rules = { allow: ['git *'], ask: ['git log *', 'git commit'], deny: ['git push *', 'git show'] };
    assert.deepEqual(await others(['git status'], 'allow', (script) => at.decide(rules, script)), []);
    assert.deepEqual(await others(['git log', 'git log -3', 'git --no-pager log', 'git commit -m x', 'command git log'], 'ask', (script) => at.decide(rules, script)), []);
    assert.deepEqual(await others(['git push', 'git push origin main', 'git -c a=b push', 'git -C x push -f', 'git --git-dir=x push', 'git --no-pager push', 'git show HEAD', 'git log; git push', 'GIT_DIR=x git push', 'git "push"', 'git pu\\sh', 'env git push'], 'deny', (script) => at.decide(rules, script)), []);
  });

  it('a denied option is found in any order and spelling', async () => {
    const rules = { allow: ['rm x'], deny: ['rm -rf *', 'git push --force *', 'find -delete'] };
    assert.deepEqual(await others(['rm -rf x', 'rm -fr x', 'rm -r -f x', 'rm x -rf', 'rm -rvf x', 'rm --recursive --force x', 'rm --recurs -f x', 'rm -Rf x', 'git push -f', 'git push origin --force', 'git push --forc', 'git -c a=b push origin main --force', 'find . -name x -delete'], 'deny', (script) => at.decide(rules, script)), []);
    assert.deepEqual(await others(['rm x'], 'allow', (script) => at.decide(rules, script)), []);
    assert.deepEqual(await others(['rm -r x', 'rm -f x', 'git push'], 'ask', (script) => at.decide(rules, script)), []);
  });

  it('what may be a denied command, and cannot be known, asks whatever the mode', async () => {
    const rules = { allow: ['git *'], deny: ['git push *'] };
    for (const script of ['$X', '"$@"', 'git $X', 'git "$(cat x)"', '$(cat x) y', 'eval "$X"', 'sh', 'cat x | sh', 'echo cm0gLXJm | base64 -d | sh', 'python3 -c "$X"', 'bash -c "$X"', `${'('.repeat(300)}git push`, `${'x '.repeat(6_000)}`, 'git p*', 'a |& ((((']) {
      const { decision, isFirm } = await at.decide(rules, script);
      assert.ok(decision === 'deny' || (decision === 'ask' && isFirm), script.slice(0, 60));
    }
  });

  it('every bail-out asks: 5,000 commands, a megabyte, unbalanced nesting, unparsable noise', async () => {
    const noise = Array.from({ length: 7_000 }, (_, index) => '$(){}[]<>|&;"\'`\\ ab\n'[(index * 7_919 + (index * index) % 13) % 20]).join('');
    for (const script of ['git status;'.repeat(5_000), `git status ${'x'.repeat(1_000_000)}`, `git status ${'$('.repeat(4_000)}`, `git status ${'('.repeat(7_000)}`, `git status ${'a|'.repeat(3_900)}`, `git status ${'{'.repeat(7_000)}`, noise, '\u0000'.repeat(1_000), '']) {
      assert.equal((await at.decide(generousRules, script)).decision, 'ask', script.slice(0, 40));
    }
  }).timeout(60_000);

  it('without any rule, looking around is allowed and nothing else', async () => {
    const looking = ['ls', 'ls -la src', 'pwd', 'cat src/app.ts', 'head -20 README.md', 'grep -n x src/app.ts', 'find . -name app.ts', 'wc -l README.md', 'git status', 'git log --oneline -5', 'git diff --stat', 'git branch', 'node --version', 'which node'];
    assert.deepEqual(await others(looking, 'allow', at.decideAsShipped), []);
    const wide = ['grep -r x .', 'grep -R x .', 'grep --recursive x', 'git diff', 'git show HEAD', 'git log -p', 'git log -u', 'git grep x', 'diff -r a b', 'rg x', 'cat .env', 'git diff --stat -p', "git log -L1,2:src/app.ts", 'npm test', 'node x.js', 'rm x', 'touch x', 'git commit -m x', 'git add .', 'id; ls', 'ls > x', 'cat /etc/passwd'];
    assert.deepEqual(await others(wide, 'ask', at.decideAsShipped), []);
  });
});
