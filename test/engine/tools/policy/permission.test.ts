import assert from 'node:assert/strict';
import { err } from '../../../../src/engine/base/result.ts';
import type { PhaseId, RunId } from '../../../../src/engine/model/ids.ts';
import type { ToolEffect } from '../../../../src/engine/model/toolName.ts';
import { nodeFiles } from '../../../../src/engine/node/nodeFiles.ts';
import { nodeRepositories } from '../../../../src/engine/node/repositories.ts';
import type { CallOrigin, Permission, PermissionDecision, PermissionSubject, Tool, ToolIntent } from '../../../../src/engine/ports/tool.ts';
import type { ApprovalMode } from '../../../../src/engine/tools/policy/approvalMode.ts';
import { createPermission } from '../../../../src/engine/tools/policy/permission.ts';
import { ruleBook } from '../../../../src/engine/tools/policy/ruleBook.ts';
import { parser } from './command/parser.ts';
import { type MemoryRuleFile, memoryRuleFile } from './memoryRuleFile.ts';
import { ruleFixture, type RuleFixture } from './ruleFixture.ts';

const tool = (name: string, effect: ToolEffect): Tool => ({ name, description: '', inputSchema: {}, effect, prepare: () => Promise.resolve(err({ type: 'refused', message: '' })) });
const intent = (subject?: PermissionSubject, effect?: ToolEffect): ToolIntent => ({ title: 'x', detail: 'x', ...(subject && { subject }), ...(effect && { effect }) });
const command = (script: string, folder = '.'): PermissionSubject => ({ type: 'command', script, folder });
const write = (path: string, consent: string | null = null): PermissionSubject => ({ type: 'write', path, consent, diff: '+ x' });
const read = (path: string, consent: string | null = null): PermissionSubject => ({ type: 'read', path, consent });
const runCommand = tool('run_command', 'process');
const writeFile = tool('write_file', 'workspace');
const readFile = tool('read_file', 'none');
const origin = (phase = 'build', narrowing: CallOrigin['narrowing'] = {}): CallOrigin => ({ run: 'run-1' as RunId, phase: phase as PhaseId, narrowing });

describe('permission', () => {
  let at: RuleFixture;
  let user: MemoryRuleFile;
  let project: MemoryRuleFile;
  let mode: ApprovalMode;
  let isAttended: boolean;
  let permission: Permission;

  beforeEach(async () => {
    at = await ruleFixture();
    [user, project, mode, isAttended] = [memoryRuleFile('user rules'), memoryRuleFile('project rules'), 'ask', true];
    permission = await create();
  });
  afterEach(() => at.dispose());

  async function create(): Promise<Permission> {
    return createPermission({ files: await nodeFiles(at.root), repositories: nodeRepositories, parser, book: ruleBook(parser, { user, project }), mode: () => mode, isAttended: () => isAttended });
  }

  async function typeOf(of: Tool, subject: PermissionSubject | undefined, from = origin()): Promise<PermissionDecision['type']> {
    const decision = await permission.decide(of, intent(subject), from);
    assert.ok(decision.reason.length > 5);
    return decision.type;
  }

  describe('by mode', () => {
    const table: Readonly<Record<ApprovalMode, readonly [string, string, string, string]>> = {
      none: ['deny', 'deny', 'deny', 'allow'],
      ask: ['ask', 'ask', 'ask', 'allow'],
      edits: ['allow', 'ask', 'ask', 'allow'],
      all: ['allow', 'allow', 'allow', 'allow'],
    };
    for (const [name, expected] of Object.entries(table)) {
      it(`${name}: write ${expected[0]}, command ${expected[1]}, other tool ${expected[2]}, read ${expected[3]}`, async () => {
        mode = name as ApprovalMode;
        assert.deepEqual([await typeOf(writeFile, write('a.txt')), await typeOf(runCommand, command('npm test')), await typeOf(tool('mcp__x__y', 'process'), undefined), await typeOf(readFile, read('a.txt'))], expected);
      });
      it(`${name}: unattended, what would ask is refused`, async () => {
        [mode, isAttended] = [name as ApprovalMode, false];
        const refused = expected.map((type) => (type === 'ask' ? 'deny' : type));
        assert.deepEqual([await typeOf(writeFile, write('a.txt')), await typeOf(runCommand, command('npm test')), await typeOf(tool('mcp__x__y', 'process'), undefined), await typeOf(readFile, read('a.txt'))], refused);
      });
    }

    it('consent is asked for in every mode, and no lasting answer is offered', async () => {
      for (mode of ['ask', 'edits', 'all'] as const) {
        for (const [of, subject] of [[writeFile, write('.npmrc', 'It can run code.')], [readFile, read('.env', 'It can hold secrets.')]] as const) {
          const decision = await permission.decide(of, intent(subject), origin());
          assert.equal(decision.type, 'ask');
          assert.equal(decision.covers, undefined);
        }
      }
      isAttended = false;
      assert.equal(await typeOf(readFile, read('.env', 'It can hold secrets.')), 'deny');
    });

    it('the effect of the call counts where the tool knows it', async () => {
      assert.equal((await permission.decide(tool('git', 'process'), intent(undefined, 'none'))).type, 'allow');
      mode = 'edits';
      assert.equal((await permission.decide(tool('x', 'none'), intent(undefined, 'process'))).type, 'ask');
    });
  });

  describe('by rules', () => {
    it('reads them anew each time, the project’s and the user’s', async () => {
      assert.equal(await typeOf(runCommand, command('npm test')), 'ask');
      user.text = '{ "allow": ["npm test"] }';
      assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
      project.text = '{ "deny": ["npm *"] }';
      assert.equal(await typeOf(runCommand, command('npm test')), 'deny');
    });

    it('denies whatever the mode', async () => {
      mode = 'all';
      user.text = '{ "deny": ["rm *", "write:migrations/**", "read:private/**", "tool:mcp__mail__*"], "ask": ["npm publish"] }';
      assert.equal(await typeOf(runCommand, command('env rm x')), 'deny');
      assert.equal(await typeOf(runCommand, command('npm publish')), 'ask');
      assert.equal(await typeOf(runCommand, command('$X')), 'ask');
      assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
      assert.equal(await typeOf(writeFile, write('migrations/1.sql')), 'deny');
      assert.equal(await typeOf(readFile, read('private/a')), 'deny');
      assert.equal(await typeOf(tool('mcp__mail__send', 'process'), undefined), 'deny');
      assert.equal(await typeOf(writeFile, write('src/a.ts')), 'allow');
    });

    it('paths and tools can be allowed, but not what needs consent', async () => {
      user.text = '{ "allow": ["write:docs/**", "write:**/.npmrc", "read:.env.test", "tool:mcp__docs__find"] }';
      assert.equal(await typeOf(writeFile, write('docs/a.md')), 'allow');
      assert.equal(await typeOf(writeFile, write('src/a.ts')), 'ask');
      assert.equal(await typeOf(writeFile, write('.npmrc', 'It can run code.')), 'ask');
      assert.equal(await typeOf(readFile, read('.env.test', 'It can hold secrets.')), 'allow');
      for (const [rule, path] of [['**', '.env'], ['**/*', 'a/.env'], ['config/**', 'config/.env'], ['*', '.env'], ['**', '.aws/config']] as const) {
        user.text = JSON.stringify({ allow: [`read:${rule}`] });
        assert.equal(await typeOf(readFile, read(path, 'It can hold secrets.')), 'ask', rule);
      }
      for (const [rule, path] of [['**/.env*', 'a/.env.test'], ['.aws/**', '.aws/config'], ['keys/*.pem', 'keys/a.pem']] as const) {
        user.text = JSON.stringify({ allow: [`read:${rule}`] });
        assert.equal(await typeOf(readFile, read(path, 'It can hold secrets.')), 'allow', rule);
      }
      user.text = '{ "allow": ["tool:mcp__docs__find"] }';
      assert.equal(await typeOf(tool('mcp__docs__find', 'process'), undefined), 'allow');
    });

    it('a template can only narrow', async () => {
      user.text = '{ "allow": ["git *", "npm test"] }';
      const narrow = origin('build', { ask: ['npm *'], deny: ['git push *'] });
      assert.equal(await typeOf(runCommand, command('npm test'), narrow), 'ask');
      assert.equal(await typeOf(runCommand, command('git push'), narrow), 'deny');
      assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
      mode = 'all';
      assert.equal(await typeOf(runCommand, command('x'), origin('build', { deny: ['a && b'] })), 'ask');
    });

    it('rules that cannot be read allow nothing but looking, and say where they are wrong', async () => {
      mode = 'all';
      for (const text of ['{ "allow": ["git *"', '{ "allow": ["a; b"] }', '{ "allow": [1] }', '{ "permit": [] }', '[]']) {
        project.text = text;
        const decision = await permission.decide(runCommand, intent(command('ls')), origin());
        assert.equal(decision.type, 'ask', text);
        assert.match(decision.reason, /project rules/);
        assert.equal(await typeOf(readFile, read('a.txt')), 'allow');
        assert.equal(await typeOf(readFile, read('.env', 'It can hold secrets.')), 'ask');
      }
    });

    it('a rule for git holds for the git tool', async () => {
      const git = tool('git', 'process');
      const commit: PermissionSubject = { type: 'program', argv: ['git', 'commit', '-m', 'rm it; all'] };
      assert.equal(await typeOf(git, commit), 'ask');
      user.text = '{ "allow": ["git commit *"] }';
      assert.equal(await typeOf(git, commit), 'allow');
      project.text = '{ "deny": ["git commit"] }';
      assert.equal(await typeOf(git, commit), 'deny');
    });
  });

  describe('lasting answers', () => {
    const approve = (subject: PermissionSubject, scope: 'once' | 'phase' | 'project', of = runCommand): Promise<void> | undefined => permission.remember?.(of, intent(subject), { scope, origin: origin() });

    it('once is once', async () => {
      await approve(command('npm test'), 'once');
      assert.equal(await typeOf(runCommand, command('npm test')), 'ask');
      assert.equal(project.text, null);
    });

    it('for the phase: this command, this folder, this phase, this process', async () => {
      await approve(command('npm test'), 'phase');
      assert.equal(await typeOf(runCommand, command('npm test')), 'allow');
      for (const other of [command('npm test '), command('npm test', 'sub'), command('npm test; id'), command('npm tests')]) assert.equal(await typeOf(runCommand, other), 'ask');
      assert.equal(await typeOf(runCommand, command('npm test'), origin('other')), 'ask');
      assert.equal(await typeOf(runCommand, command('npm test'), { ...origin(), run: 'run-2' as RunId }), 'ask');
      permission = await create();
      assert.equal(await typeOf(runCommand, command('npm test')), 'ask');
    });

    it('for a tool that is defined somewhere: ends when what is behind its name changes', async () => {
      const [echo, behind] = [tool('mcp__one__echo', 'process'), (definition: string): ToolIntent => ({ ...intent(), definition })];
      assert.match((await permission.decide(echo, behind('a'), origin())).covers ?? '', /every call of mcp__one__echo, as long as what is behind it stays the same/);
      for (const scope of ['phase', 'project'] as const) {
        await permission.remember?.(echo, behind(scope), { scope, origin: origin() });
        assert.equal((await permission.decide(echo, behind(scope), origin())).type, 'allow');
      }
      assert.equal((await permission.decide(echo, behind('b'), origin())).type, 'ask');
      assert.equal((await permission.decide(echo, intent(), origin())).type, 'ask');
    });

    it('for the project: kept in the person’s own file, in every phase and process, and taken back there', async () => {
      project.text = '{ "deny": ["rm *"] }';
      await approve(command('npm test'), 'project');
      await approve(command('npm test'), 'project');
      assert.deepEqual(Object.keys(JSON.parse(project.text)), ['deny', 'remembered']);
      assert.equal(JSON.parse(project.text).remembered.length, 1);
      permission = await create();
      assert.equal(await typeOf(runCommand, command('npm test'), origin('other')), 'allow');
      project.text = '{}';
      assert.equal(await typeOf(runCommand, command('npm test')), 'ask');
    });

    it('deny and ask rules win over what was approved for good', async () => {
      await approve(command('rm x'), 'project');
      assert.equal(await typeOf(runCommand, command('rm x')), 'allow');
      user.text = '{ "ask": ["rm *"] }';
      assert.equal(await typeOf(runCommand, command('rm x')), 'ask');
      user.text = '{ "deny": ["rm *"] }';
      assert.equal(await typeOf(runCommand, command('rm x')), 'deny');
    });

    it('a script that changed since is asked about again', async () => {
      const named: readonly (readonly [string, string])[] = [['./run.sh', 'run.sh'], ['sh run.sh', 'run.sh'], ['node scripts/a.js --x', 'scripts/a.js'], ['npm test', 'package.json'], ['make all', 'Makefile'], ['env A=b bash run.sh', 'run.sh'], ['bash -c "sh run.sh"', 'run.sh'], ['cd sub && python3 tool.py', 'tool.py'], ['node --import=./hook.js x', 'hook.js']];
      for (const [script, file] of named) {
        at.write(file, 'one');
        await approve(command(script), 'project');
        assert.equal(await typeOf(runCommand, command(script)), 'allow', script);
        at.write(file, 'two');
        assert.equal(await typeOf(runCommand, command(script)), 'ask', script);
        at.write(file, 'one');
        assert.equal(await typeOf(runCommand, command(script)), 'allow', script);
      }
    });

    it('edits and tools are approved as a kind', async () => {
      await approve(write('a.txt'), 'phase', writeFile);
      assert.equal(await typeOf(writeFile, write('src/b.txt')), 'allow');
      assert.equal(await typeOf(writeFile, write('.npmrc', 'It can run code.')), 'ask');
      const mail = tool('mcp__mail__send', 'process');
      await permission.remember?.(mail, intent(), { scope: 'phase', origin: origin() });
      assert.equal(await typeOf(mail, undefined), 'allow');
      assert.equal(await typeOf(tool('mcp__mail__delete', 'process'), undefined), 'ask');
    });
  });

  describe('what a card shows', () => {
    it('the whole command, its parts, and why', async () => {
      const decision = await permission.decide(runCommand, intent(command('npm test && r\u202em x > out', 'sub')), origin());
      assert.equal(decision.reason, 'It has characters outside ASCII, which can look like others.');
      assert.deepEqual(decision.effect, {
        type: 'command', command: 'npm test && r⟨U+202E⟩m x > out', folder: 'sub',
        parts: [{ text: 'npm test', note: 'installs packages or runs code of the project' }, { text: 'r⟨U+202E⟩m x', note: 'runs a program that is not known here' }, { text: '> out', note: 'writes to a file' }],
      });
      assert.match(decision.covers ?? '', /exactly this command/);
    });

    it('the resolved path and the diff', async () => {
      const decision = await permission.decide(writeFile, intent(write('src/a.ts')), origin());
      assert.deepEqual(decision.effect, { type: 'write', path: 'src/a.ts', diff: '+ x' });
      const huge = await permission.decide(writeFile, intent({ type: 'write', path: 'a', consent: null, diff: 'x'.repeat(5_000_000) }), origin());
      assert.ok(JSON.stringify(huge.effect).length < 110_000);
    });
  });
});
