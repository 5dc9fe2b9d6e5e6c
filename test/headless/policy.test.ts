import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { phasegate } from './commandLine.ts';

describe('phasegate policy check', () => {
  let base: string;
  let workspace: string;

  before(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-policy-')));
    workspace = join(base, 'workspace');
    mkdirSync(join(workspace, 'src'), { recursive: true });
    writeFileSync(join(workspace, 'src/app.ts'), 'x');
    symlinkSync('/etc', join(workspace, 'away'));
    writeFileSync(join(base, 'rules.json'), '{ "allow": ["git *", "npm test"], "ask": [], "deny": ["rm *"] }');
  });
  after(() => rmSync(base, { recursive: true, force: true }));

  async function check(...args: readonly string[]): Promise<{ readonly decision: string; readonly reason: string }> {
    const { code, stdout, stderr } = await phasegate(['policy', 'check', '--json', '--workspace', workspace, ...args]);
    assert.equal(code, 0, stderr);
    const answer: unknown = JSON.parse(stdout);
    assert.ok(typeof answer === 'object' && answer !== null && 'decision' in answer && 'reason' in answer);
    assert.deepEqual(Object.keys(answer), ['decision', 'reason']);
    return { decision: String(answer.decision), reason: String(answer.reason) };
  }

  const rules = (): readonly string[] => ['--rules', join(base, 'rules.json')];

  it('answers for a command by the rules of a file alone', async () => {
    assert.equal((await check(...rules(), '--command', 'git log --oneline')).decision, 'allow');
    assert.equal((await check(...rules(), '--command', 'git log --output=x')).decision, 'ask');
    assert.deepEqual(await check(...rules(), '--command', 'true; /bin/rm x'), { decision: 'deny', reason: 'The rule "rm *" (rules.json) denies it.' });
    assert.equal((await check(...rules(), '--command', 'ls')).decision, 'ask');
    assert.equal((await check('--command', 'ls')).decision, 'allow');
  }).timeout(60_000);

  it('answers for paths', async () => {
    const decisions: Record<string, string> = {};
    for (const [option, path] of [['--write', 'src/new.ts'], ['--write', '.git/config'], ['--write', '.github/workflows/ci.yml'], ['--write', '../x'], ['--write', 'away/passwd'], ['--read', 'src/app.ts'], ['--read', '.env'], ['--read', 'tls/server.key'], ['--read', '/etc/passwd']] as const) decisions[`${option} ${path}`] = (await check(option, path)).decision;
    assert.deepEqual(decisions, {
      '--write src/new.ts': 'allow', '--write .git/config': 'deny', '--write .github/workflows/ci.yml': 'ask', '--write ../x': 'deny', '--write away/passwd': 'deny',
      '--read src/app.ts': 'allow', '--read .env': 'ask', '--read tls/server.key': 'ask', '--read /etc/passwd': 'deny',
    });
  }).timeout(60_000);

  it('ends with 2 and the place where a rules file is wrong', async () => {
    for (const [text, place] of [['{ "allow": ["git *", 3] }', '/allow/1'], ['{ "deny": ["a | b"] }', '/deny/0'], ['{ "allow": [', 'not JSON'], ['{ "x": 1 }', '"x"']] as const) {
      writeFileSync(join(base, 'bad.json'), text);
      const { code, stdout, stderr } = await phasegate(['policy', 'check', '--json', '--workspace', workspace, '--rules', join(base, 'bad.json'), '--command', 'ls']);
      assert.deepEqual([code, stdout], [2, '']);
      assert.ok(stderr.includes('bad.json') && stderr.includes(place), stderr);
    }
  }).timeout(60_000);

  it('ends with 2 where it is not said what to check', async () => {
    for (const args of [[], ['--command', 'ls', '--read', 'x'], ['--rules', join(base, 'none.json'), '--command', 'ls']]) assert.equal((await phasegate(['policy', 'check', '--workspace', workspace, ...args])).code, 2, args.join(' '));
    assert.equal((await phasegate(['policy', 'check', '--workspace', join(base, 'nowhere'), '--command', 'ls'])).code, 2);
  }).timeout(60_000);
});
