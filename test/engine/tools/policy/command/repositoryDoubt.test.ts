import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ruleFixture, type RuleFixture } from '../ruleFixture.ts';

const rules = { allow: ['git *'] };

describe('git in a repository that names programs', () => {
  let at: RuleFixture;
  beforeEach(async () => {
    at = await ruleFixture();
    execFileSync('git', ['init', '-q', at.root]);
  });
  afterEach(() => at.dispose());

  const decision = async (script: string): Promise<string> => (await at.decide(rules, script)).decision;

  it('is allowed where it names none, whatever else it sets', async () => {
    appendFileSync(join(at.root, '.git/config'), '[user]\n\tname = Editor\n[remote "origin"]\n\turl = https://example.com/pager.git\n[branch "main"]\n\tremote = origin\n[core]\n\tautocrlf = input\n');
    assert.deepEqual([await decision('git status'), await decision('git commit -m x')], ['allow', 'allow']);
  });

  for (const setting of ['[core]\n\tfsmonitor = evil', '[core]\n\tpager = evil', '[CORE]\n\tPager=evil', '[core] pager = evil', '[diff]\n\texternal = evil', '[diff "x"]\n\ttextconv = evil', '[filter "x"]\n\tclean = evil', '[core]\n\tsshCommand = evil', '[core]\n\thooksPath = evil', '[core]\n\tpag\\\ner = evil', '[pager]\n\tlog = evil', '[include]\n\tpath = ../evil', '[includeIf "gitdir:/"]\n\tpath = ../evil', '[gpg]\n\tprogram = evil', '[core]\n\tworktree = /', '[hook "x"]\n\tcommand = evil']) {
    it(`asks: ${JSON.stringify(setting)}`, async () => {
      appendFileSync(join(at.root, '.git/config'), `${setting}\n`);
      for (const script of ['git status', 'git log', 'git diff', 'git add .']) assert.equal(await decision(script), 'ask', script);
    });
  }

  it('asks where a repository inside it names one: Git looks into that too', async () => {
    const inner = (...args: readonly string[]): unknown => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { cwd: join(at.root, 'sub'), stdio: 'ignore' });
    at.write('sub/x.txt');
    inner('init', '-q');
    inner('commit', '-qm', 'x', '--allow-empty');
    execFileSync('git', ['-c', 'advice.addEmbeddedRepo=false', 'add', '.'], { cwd: at.root, stdio: 'ignore' });
    assert.equal(await decision('git status'), 'allow');
    inner('config', 'core.fsmonitor', 'evil');
    for (const script of ['git status', 'git diff', 'git add .']) assert.equal(await decision(script), 'ask', script);
  });

  it('asks before a commit that hooks would run in, and not before a look', async () => {
    at.write('.git/hooks/pre-commit', '#!/bin/sh\n');
    chmodSync(join(at.root, '.git/hooks/pre-commit'), 0o755);
    assert.deepEqual([await decision('git commit -m x'), await decision('git status')], ['ask', 'allow']);
  });

  it('asks in a folder that is the inside of a repository', async () => {
    rmSync(join(at.root, '.git'), { recursive: true });
    execFileSync('git', ['init', '-q', '--bare', at.root]);
    assert.equal(await decision('git status'), 'ask');
  });
});
