import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/engine/model/json.ts';
import { workspaceFixture, type Fixture } from '../engine/tools/workspaceFixture.ts';

const actions: readonly JsonObject[] = [
  { action: 'status' }, { action: 'diff' }, { action: 'diff', staged: true }, { action: 'log' }, { action: 'branch' }, { action: 'add' }, { action: 'commit', message: 'harmless' }, { action: 'branch', name: 'other' },
];

/** `TRAP` stands for a program that leaves a trace. */
const hostileSettings: readonly string[] = [
  '[core]\n\tfsmonitor = TRAP', '[core]\n\tfsmonitor = true', '[core]\n\tpager = TRAP', '[pager]\n\tlog = TRAP\n\tdiff = TRAP\n\tstatus = TRAP\n\tbranch = TRAP', '[core]\n\teditor = TRAP', '[sequence]\n\teditor = TRAP', '[core]\n\tsshCommand = TRAP', '[core]\n\taskPass = TRAP', '[core]\n\thooksPath = hooks-of-the-repository',
  '[diff]\n\texternal = TRAP', '[diff "evil"]\n\tcommand = TRAP', '[diff "evil"]\n\ttextconv = TRAP', '[diff]\n\ttool = evil\n[difftool "evil"]\n\tcmd = TRAP', '[merge "evil"]\n\tdriver = TRAP', '[interactive]\n\tdiffFilter = TRAP',
  '[filter "evil"]\n\tclean = TRAP\n\tsmudge = TRAP\n\trequired = true', '[filter "evil"]\n\tprocess = TRAP', '[include]\n\tpath = ../included', '[includeIf "gitdir:**"]\n\tpath = ../included',
  '[alias]\n\tstatus = !TRAP\n\tlog = !TRAP\n\tadd = !TRAP\n\tcommit = !TRAP', '[gpg]\n\tprogram = TRAP\n[commit]\n\tgpgSign = true\n[log]\n\tshowSignature = true', '[gpg]\n\tformat = ssh\n[gpg "ssh"]\n\tprogram = TRAP\n[commit]\n\tgpgSign = true',
  '[credential]\n\thelper = !TRAP', '[trailer "x"]\n\tcommand = TRAP', '[trailer "x"]\n\tcmd = TRAP\n\tkey = X', '[gc]\n\tauto = 1\n\trecentObjectsHook = TRAP\n[maintenance]\n\tauto = true', '[hook "evil"]\n\tcommand = TRAP\n\tevent = pre-commit\n\tevent = post-index-change',
  '[core]\n\tworktree = ../outside', '[core]\n\tworktree = /', '[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ext::TRAP\n\tpromisor = true', '[remote "origin"]\n\tuploadpack = TRAP\n\turl = .', '[protocol]\n\tallow = always\n[protocol "ext"]\n\tallow = always', '[status]\n\tsubmoduleSummary = true\n[diff]\n\tsubmodule = log',
  '[core]\n\talternateRefsCommand = TRAP', '[column]\n\tui = always\n[color]\n\tui = always', '[uploadpack]\n\tpackObjectsHook = TRAP',
];

describe('security: git', () => {
  let at: Fixture;
  let trap: string;
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: at.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  beforeEach(async () => {
    at = await workspaceFixture();
    trap = join(at.outside, 'trap');
    writeFileSync(trap, `#!/bin/sh\necho sprung >> ${at.outside}/sprung\ncat\n`);
    chmodSync(trap, 0o755);
    git('init', '-q', '-b', 'main');
    at.write('a.txt', 'one\n');
    at.write('.gitattributes', '* filter=evil diff=evil merge=evil\n');
    git('add', '.');
    git('-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-qm', 'First');
    at.write('a.txt', 'two\n');
    at.write('b.txt', 'new\n');
  });
  afterEach(() => {
    assert.equal(existsSync(join(at.outside, 'sprung')), false, 'something ran');
    assert.deepEqual(readdirSync(at.outside), ['trap']);
    at.dispose();
  });

  async function everything(): Promise<readonly string[]> {
    const outputs: string[] = [];
    for (const action of actions) outputs.push((await at.call('git', action)).output);
    for (const view of ['files', 'diff', 'log']) await at.call('read_changes', { view, base: 'main' });
    return outputs;
  }

  for (const setting of hostileSettings) {
    it(`runs nothing for ${JSON.stringify(setting).slice(1, 70)}`, async () => {
      at.write('included', `[filter "evil"]\n\tclean = ${trap}\n`);
      appendFileSync(join(at.root, '.git/config'), `${setting.replaceAll('TRAP', trap)}\n`);
      mkdirSync(join(at.root, 'hooks-of-the-repository'));
      for (const name of ['pre-commit', 'post-checkout']) symlinkSync(trap, join(at.root, 'hooks-of-the-repository', name));
      await everything();
    });
  }

  it('the trap works, so that its silence means something', () => {
    appendFileSync(join(at.root, '.git/config'), `[diff]\n\texternal = ${trap}\n[filter "evil"]\n\tclean = ${trap}\n[core]\n\tfsmonitor = ${trap}\n`);
    git('diff');
    assert.equal(existsSync(join(at.outside, 'sprung')), true);
    renameSync(join(at.outside, 'sprung'), join(at.root, 'sprung'));
  });

  it('runs no hook', async () => {
    for (const name of ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'post-checkout', 'post-index-change', 'reference-transaction', 'pre-auto-gc', 'fsmonitor-watchman']) {
      writeFileSync(join(at.root, '.git/hooks', name), readFileSync(trap));
      chmodSync(join(at.root, '.git/hooks', name), 0o755);
    }
    const outputs = await everything();
    assert.match(outputs.at(-2) ?? '', /^exit code 0\.\n\[main [0-9a-f]+\] harmless/);
  });

  it('says why it refuses a repository that would run a filter', async () => {
    appendFileSync(join(at.root, '.git/config'), `[filter "evil"]\n\tclean = ${trap}\n`);
    const result = await at.call('git', { action: 'status' });
    assert.equal(result.outcome, 'error');
    assert.match(result.output, /filter\.evil\.clean.*Use run_command/);
  });

  it('heeds no GIT_ variable of its surroundings', async () => {
    const environment = { ...process.env, GIT_EXTERNAL_DIFF: trap, GIT_PAGER: trap, GIT_EDITOR: trap, GIT_SSH_COMMAND: trap, GIT_ASKPASS: trap, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.fsmonitor', GIT_CONFIG_VALUE_0: trap, GIT_DIR: at.outside, GIT_WORK_TREE: at.outside, GIT_INDEX_FILE: join(at.outside, 'index'), GIT_TRACE: join(at.outside, 'trace') };
    const own = await workspaceFixture({ environment });
    execFileSync('git', ['init', '-q'], { cwd: own.root });
    own.write('a', '1');
    for (const action of actions) await own.call('git', action);
    assert.equal(execFileSync('git', ['log', '--format=%s'], { cwd: own.root, encoding: 'utf8' }), 'harmless\n');
    own.dispose();
  });

  it('takes a bare repository in the workspace for files', async () => {
    const own = await workspaceFixture();
    execFileSync('git', ['init', '-q', '--bare', own.root]);
    appendFileSync(join(own.root, 'config'), `[core]\n\tfsmonitor = ${trap}\n[filter "evil"]\n\tclean = ${trap}\n`);
    for (const action of actions) assert.notEqual((await own.call('git', action)).outcome, 'ok');
    own.dispose();
  });

  it('runs nothing of a submodule', async () => {
    git('-c', 'protocol.file.allow=always', 'init', '-q', 'sub');
    at.write('sub/x', '1');
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-qm', 'x', '--allow-empty'], { cwd: join(at.root, 'sub') });
    git('add', 'sub');
    appendFileSync(join(at.root, 'sub/.git/config'), `[core]\n\tfsmonitor = ${trap}\n[filter "evil"]\n\tclean = ${trap}\n[diff]\n\texternal = ${trap}\n`);
    at.write('sub/.gitattributes', '* filter=evil\n');
    at.write('sub/x', '2');
    await everything();
  });

  it('passes messages, names and paths on as they are, never as options or patterns', async () => {
    await at.call('git', { action: 'add', paths: ['b.txt'] });
    await at.call('git', { action: 'commit', message: '--amend --author=Evil <e@e> $(touch x) `touch y`\n\n# not a comment? %H' });
    assert.match(git('log', '-1', '--format=%B'), /^--amend --author=Evil <e@e> \$\(touch x\) `touch y`/);
    assert.equal(git('rev-list', '--count', 'HEAD').trim(), '2');
    for (const path of ['--output=harm', '-O', '*', 'b*']) assert.equal((await at.call('git', { action: 'diff', paths: [path] })).output, 'exit code 0.\n(no output)');
    for (const path of [':(exclude)a.txt', ':!a.txt', ':/']) assert.notEqual((await at.call('git', { action: 'diff', paths: [path] })).outcome, 'ok');
    assert.deepEqual(readdirSync(at.root).toSorted(), ['.git', '.gitattributes', 'a.txt', 'b.txt']);
  });

  it('cleans what authors, branches and files are called', async () => {
    git('-c', 'user.name=Evil\u202e\u001b[2J', '-c', 'user.email=x@x', 'commit', '-qam', 'Subject\u001b]0;title\u0007\u200b');
    const { output } = await at.call('git', { action: 'log' });
    assert.match(output, /Evil⟨U\+202E⟩/);
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    assert.ok(!/[\u001b\u0007\u202e\u200b]/.test(output));
  });
});
