import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { err } from '../../../../src/engine/base/result.ts';
import type { PhaseId, RunId } from '../../../../src/engine/model/ids.ts';
import type { ToolEffect } from '../../../../src/engine/model/toolName.ts';
import { nodeFiles } from '../../../../src/engine/node/nodeFiles.ts';
import { nodeRepositories } from '../../../../src/engine/node/repositories.ts';
import { runBaselineFiles } from '../../../../src/engine/node/runBaselineFiles.ts';
import type { CallOrigin, Permission, PermissionDecision, PermissionSubject, Tool, ToolIntent } from '../../../../src/engine/ports/tool.ts';
import type { ApprovalMode } from '../../../../src/engine/tools/policy/approvalMode.ts';
import { createPermission } from '../../../../src/engine/tools/policy/permission.ts';
import { ruleBook } from '../../../../src/engine/tools/policy/ruleBook.ts';
import { parser } from './command/parser.ts';
import { type MemoryRuleFile, memoryRuleFile } from './memoryRuleFile.ts';
import { ruleFixture, type RuleFixture } from './ruleFixture.ts';

const tool = (name: string, effect: ToolEffect): Tool => ({ name, description: '', inputSchema: {}, effect, prepare: () => Promise.resolve(err({ type: 'refused', message: '' })) });
const intent = (subject: PermissionSubject): ToolIntent => ({ title: 'x', detail: 'x', subject });
const command = (script: string): PermissionSubject => ({ type: 'command', script, folder: '.' });
const write = (path: string): PermissionSubject => ({ type: 'write', path, consent: null, diff: '+ x' });
const read = (path: string): PermissionSubject => ({ type: 'read', path, consent: null });
const [runCommand, writeFile, readFile] = [tool('run_command', 'process'), tool('write_file', 'workspace'), tool('read_file', 'none')];
const origin = (phase = 'build'): CallOrigin => ({ run: 'run-1' as RunId, phase: phase as PhaseId, narrowing: {} });

describe('rules, where the run changes what they allow', () => {
  let at: RuleFixture;
  let user: MemoryRuleFile;
  let mode: ApprovalMode;
  let isAttended: boolean;
  let permission: Permission;

  /** As a process that starts, with what the person's folder keeps. */
  async function create(): Promise<Permission> {
    return createPermission({ files: await nodeFiles(at.root), repositories: nodeRepositories, parser, book: ruleBook(parser, { user, project: memoryRuleFile('project rules') }), baselines: runBaselineFiles(join(at.base, 'user'), at.root), mode: () => mode, isAttended: () => isAttended });
  }

  async function typeOf(of: Tool, subject: PermissionSubject, from = origin()): Promise<PermissionDecision['type']> {
    return (await permission.decide(of, intent(subject), from)).type;
  }

  const manifest = (scripts: Readonly<Record<string, string>>, more = {}): string => JSON.stringify({ scripts, ...more });
  const edit = async (path: string, content: string): Promise<void> => {
    await permission.decide(writeFile, intent(write(path)), origin());
    at.write(path, content);
  };

  beforeEach(async () => {
    at = await ruleFixture();
    [user, mode, isAttended] = [memoryRuleFile('user rules'), 'ask', true];
    permission = await create();
    at.write('package.json', manifest({ test: 'node --test', build: 'sh tools/build.sh' }));
    at.write('tools/build.sh', 'one');
    at.write('tools/a.js', 'one');
    user.text = '{ "allow": ["ls", "npm test", "npm run build", "node tools/a.js", "node --test test/a.test.js", "./run.sh", "make"] }';
  });
  afterEach(() => at.dispose());

  it('a script of the manifest: asks, and a new run finds it as it is', async () => {
    assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
    await edit('package.json', manifest({ test: 'node --test', build: 'x' }, { version: '2.0.0', dependencies: { a: '1' } }));
    assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
    await edit('package.json', manifest({ test: 'node --test', pretest: 'node evil.js' }));
    const decision = await permission.decide(runCommand, intent(command('npm test')), origin('later'));
    assert.match(decision.reason, /^This run has changed package\.json/);
    assert.equal(decision.type, 'ask');
    assert.equal(await typeOf(runCommand, command('ls && npm test')), 'ask');
    assert.equal(await typeOf(runCommand, command('npm test'), { ...origin(), run: 'run-2' as RunId }), 'allow');
    at.write('package.json', manifest({ test: 'node --test' }));
    assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
  });

  it('whatever changed it, from the first decision of the run on', async () => {
    await typeOf(readFile, read('a.txt'));
    at.write('package.json', manifest({ test: 'changed by a command' }));
    at.write('Makefile', 'new');
    assert.equal(await typeOf(runCommand, command('npm test')), 'ask');
    assert.equal(await typeOf(runCommand, command('make')), 'ask');
  });

  it('is known after a restart too, also where the last line was cut off', async () => {
    assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
    await edit('package.json', manifest({ test: 'two' }));
    await edit('tools/a.js', 'two');
    const [folder = ''] = readdirSync(join(at.base, 'user/projects'));
    const [file = '', ...others] = readdirSync(join(at.base, 'user/projects', folder, 'found'));
    assert.deepEqual(others, []);
    assert.equal(statSync(join(at.base, 'user/projects', folder, 'found', file)).mode & 0o077, 0);
    appendFileSync(join(at.base, 'user/projects', folder, 'found', file), '\n{"path":"package.js');
    permission = await create();
    assert.equal(await typeOf(runCommand, command('npm test')), 'ask');
    assert.equal(await typeOf(runCommand, command('node tools/a.js')), 'ask');
    assert.equal(await typeOf(runCommand, command('npm test'), { ...origin(), run: 'run-2' as RunId }), 'allow');
    at.write('package.json', manifest({ test: 'node --test' }));
    assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
  });

  it('what a script runs in turn, a script that is named, one that is new', async () => {
    for (const [script, file] of [['npm run build', 'tools/build.sh'], ['node tools/a.js', 'tools/a.js'], ['./run.sh', 'run.sh']] as const) {
      assert.equal(await typeOf(runCommand, command(script)), 'allow', script);
      await edit(file, 'two');
      assert.equal(await typeOf(runCommand, command(script)), 'ask', script);
    }
  });

  it('not the tests, nor the code that they test', async () => {
    for (const path of ['test/a.test.js', 'src/app.js', 'tools/other.js']) await edit(path, 'two');
    for (const script of ['npm test', 'npm run build', 'node --test test/a.test.js', 'node tools/a.js']) assert.equal(await typeOf(runCommand, command(script)), 'allow', script);
  });

  it('once agreed to, it is not asked again until it changes again; approved for good counts as ever', async () => {
    await edit('package.json', manifest({ test: 'two' }));
    await permission.decide(runCommand, intent(command('npm test')), origin());
    await permission.remember?.(runCommand, intent(command('npm test')), { scope: 'once', origin: origin() });
    assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
    await edit('package.json', manifest({ test: 'three' }));
    assert.equal(await typeOf(runCommand, command('npm test')), 'ask');
    await permission.remember?.(runCommand, intent(command('npm test')), { scope: 'project', origin: origin() });
    assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
  });

  it('nobody there: refused; everything approved, or a rule that says "changed:": allowed', async () => {
    await edit('package.json', manifest({ test: 'two' }));
    isAttended = false;
    assert.equal(await typeOf(runCommand, command('npm test')), 'deny');
    mode = 'all';
    assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
    mode = 'edits';
    user.text = '{ "allow": ["npm test", "changed:npm test"] }';
    assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
    user.text = '{ "deny": ["changed:npm test"] }';
    assert.match((await permission.decide(runCommand, intent(command('ls')), origin())).reason, /"changed:" stands in "allow"/);
  });
});
