import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { nodeFiles } from '../../../src/engine/node/nodeFiles.ts';
import { nodeShell } from '../../../src/engine/node/nodeShell.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import type { Permission } from '../../../src/engine/ports/tool.ts';
import type { CommandScope } from '../../../src/extension/commands/commandScope.ts';
import { allowServer, revokeServer } from '../../../src/extension/commands/serverCommands.ts';
import { tryTool } from '../../../src/extension/commands/tryTool.ts';
import { useCommand } from '../../../src/extension/commands/useCommand.ts';
import type { Composition } from '../../../src/extension/compose.ts';
import { composeMcp } from '../../../src/extension/mcp.ts';
import { keyRing } from '../../../src/extension/host/secrets.ts';
import { editorInputs, type InputStorage } from '../../../src/extension/host/serverInputs.ts';
import type { Session } from '../../../src/extension/session.ts';
import { composeToolbox } from '../../../src/extension/toolbox.ts';
import type { ToolNode } from '../../../src/extension/tools/toolNode.ts';
import { ToolsTree } from '../../../src/extension/tools/toolsTree.ts';
import { emptyWorkspace, eventually, workspaceRoot } from './workspaceFolder.ts';

const hostile = resolve(__dirname, '../../../test/servers/mcp/hostileServer.ts');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A person at the dialogs: what they were shown, and what they answer. */
interface Person {
  readonly shown: { readonly message: string; readonly detail: string }[];
  readonly errors: string[];
  says: (message: string) => string | undefined;
  types: string;
  /** The boxes they typed into. */
  readonly typed: { readonly prompt: string; readonly password: boolean }[];
  picks: string;
}

describe('tools in the editor', function () {
  this.timeout(60_000);
  let user: string;
  let scope: CommandScope;
  let composition: Composition;
  let person: Person;
  let restore: () => void;

  before(async () => {
    user = mkdtempSync(join(tmpdir(), 'phasegate-user-'));
    const before = process.env['XDG_DATA_HOME'];
    process.env['XDG_DATA_HOME'] = user;
    person = { shown: [], errors: [], says: () => undefined, types: '{}', typed: [], picks: '' };
    const dialogs = answerDialogs(person);
    restore = () => {
      dialogs();
      if (before === undefined) delete process.env['XDG_DATA_HOME'];
      else process.env['XDG_DATA_HOME'] = before;
    };
    write('.mcp.json', JSON.stringify({ mcpServers: { one: { command: process.execPath, args: [hostile, 'none', join(user, 'notes')], env: { ELECTRON_RUN_AS_NODE: '1' } } } }));
    write('.vscode/mcp.json', '{ "servers": {\n  "broken": {}\n} }');
    write('.phasegate/tools/count.json', JSON.stringify({ name: 'count_lines', description: 'Counts lines.', command: ['wc', '-l', 'AGENTS.md'] }));
    write('skills/pdf/SKILL.md', '---\nname: pdf\ndescription: Reads PDF files.\n---\nSo.');
    write('commands/ship.md', 'Ship it.');
    write('AGENTS.md', 'Use tabs.');
    composition = await compose({ decide: () => ({ type: 'ask', reason: 'It runs a program.' }) });
    scope = { session: sessionOf(composition), context: {} as vscode.ExtensionContext };
  });

  after(async () => {
    await composition.toolbox.close?.();
    restore();
    rmSync(user, { recursive: true, force: true });
    await emptyWorkspace();
  });

  it('are listed with their state and what is wrong with them', async () => {
    await looking(async (lines) => {
      const all = await lines();
      assert.ok(all.includes('  test_weather | Tells the weather of a place.'), all.join('\n'));
      assert.deepEqual(all.filter((line) => !/^ {2}(?:mcp_|test_)/.test(line)), [
        'Problems', '  A server has a "command" to start, or a "url" to reach it. | mcp.json:2',
        'MCP Servers', '  one | not allowed yet',
        'Own Tools', '  count_lines | Counts lines.',
        'Tools of the Editor',
        'Skills', '  pdf | Reads PDF files.',
        'Commands', '  ship | Ship it.',
        'Rules', '  AGENTS.md | for the whole workspace',
      ]);
      const found = vscode.languages.getDiagnostics(vscode.Uri.file(join(workspaceRoot(), '.vscode/mcp.json'))).filter(({ source }) => source === 'Phasegate');
      assert.deepEqual(found.map(({ range }) => range.start.line), [1]);
    });
    assert.equal(existsSync(join(user, 'notes')), false, 'looking starts nothing');
  });

  it('a server is allowed only after its whole command was shown, and can be revoked', async () => {
    const allow = () => allowServer(scope, [{ type: 'server', name: 'one' }]);
    await allow();
    assert.equal(existsSync(join(user, 'notes')), false, 'a no starts nothing');
    const command = `${process.execPath} ${hostile} none ${join(user, 'notes')}`;
    assert.equal(person.shown[0]?.message, `Start the MCP server "one": ${command}?`);
    assert.ok(person.shown[0].detail.includes(`starts: ${command}\n`) && person.shown[0].detail.includes('.mcp.json (part of this workspace)'));
    person.says = () => 'Allow';
    await allow();
    assert.deepEqual(person.errors, []);
    assert.match(readFileSync(join(user, 'phasegate/consents.json'), 'utf8'), /"name": "one"/);
    await looking(async (lines) => {
      assert.ok((await lines()).includes('  one | allowed'));
      write('.mcp.json', readFileSync(join(workspaceRoot(), '.mcp.json'), 'utf8').replace('"none"', '"other"'));
      assert.ok((await lines()).includes('  one | changed since you allowed it'));
      await revokeServer(scope, [{ type: 'server', name: 'one' }]);
      assert.ok((await lines()).includes('  one | not allowed yet'));
    });
  });

  it('one is tried from the palette: consent, input, permission with the whole effect, answer', async () => {
    person.shown.length = 0;
    person.says = (message) => (message.startsWith('Start the MCP server') ? 'Allow' : 'Run');
    person.types = '{"text":"hello"}';
    person.picks = 'mcp__one__echo';
    await tryTool(scope, [{ type: 'server', name: 'one' }]);
    assert.deepEqual(person.shown.map(({ message }) => message.replace(/:.*/, '')), ['Start the MCP server "one"', 'one']);
    assert.match(person.shown[1]?.detail ?? '', /"text": "hello"/);
    assert.match(shownText(), /\nok:\n/);
    assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'phasegate-answer');
    await looking(async (lines) => {
      assert.equal((await lines()).find((line) => line.startsWith('  one')), '  one | running, tools: 1', person.errors.join('\n'));
    });
  });

  it('a server\'s inputs are asked for once, kept as keys are, and forgotten when it is revoked', async () => {
    write('.mcp.json', JSON.stringify({ inputs: [{ type: 'promptString', id: 'token', description: 'The token', password: true }, { type: 'pickString', id: 'place', options: ['north', 'south'] }], servers: { two: { command: process.execPath, args: [hostile, 'environment'], env: { ELECTRON_RUN_AS_NODE: '1', TOKEN: '${input:token}', PLACE: '${input:place}' } } } }));
    const target = { type: 'server', name: 'two' };
    person.says = (message) => (message.startsWith('two: ') ? 'Run' : 'Allow');
    [person.types, person.picks] = ['', 'nothing'];
    await allowServer(scope, [target]);
    assert.match(person.errors.pop() ?? '', /It needs "place" from you, which was not given/);
    person.typed.length = 0;
    [person.types, person.picks] = ['canary-token-0123', 'south'];
    await revokeServer(scope, [target]);
    await allowServer(scope, [target]);
    await allowServer(scope, [target]);
    assert.deepEqual([person.errors, person.typed], [[], [{ prompt: 'The token', password: true }]]);
    [person.types, person.picks] = ['{}', 'mcp__two__echo'];
    await tryTool(scope, [target]);
    assert.match(shownText(), /"TOKEN":"canary-token-0123".*"PLACE":"south"/);
    person.typed.length = 0;
    await revokeServer(scope, [target]);
    [person.types, person.picks] = ['other', 'south'];
    await allowServer(scope, [target]);
    assert.equal(person.typed.length, 1);
  });

  it('one that permission denies, or the person does not run, does nothing', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    person.says = (message) => (message.startsWith('Use the workspace') ? 'Allow' : undefined);
    person.types = '{}';
    await tryTool(scope, [{ type: 'own-tool', name: 'count_lines' }]);
    assert.equal(shownText(), '');
    const strict = await compose({ decide: () => ({ type: 'deny', reason: 'No.' }) });
    await tryTool({ ...scope, session: sessionOf(strict) }, [{ type: 'own-tool', name: 'count_lines' }]);
    assert.equal(person.shown.at(-1)?.message, 'Not allowed: No.');
    assert.equal(shownText(), '');
    person.says = () => 'Run';
    await tryTool(scope, [{ type: 'own-tool', name: 'count_lines' }]);
    assert.match(shownText(), /ok:\nexit code 0\./);
  });

  it('a command is written to a phase at work, or begins a run, with what stands for its arguments', async () => {
    write('commands/ship.md', '---\ndescription: Ships.\n---\nShip $ARGUMENTS now.');
    const said: unknown[] = [];
    const engine = {
      send: (run: string, command: unknown) => (said.push([run, command]), Promise.resolve({ ok: true })),
      createProject: ({ name, goal }: { readonly name: string; readonly goal: string }) => (said.push([name, goal]), Promise.resolve({ id: 'project', overrides: {} })),
      createRun: ({ inputs }: { readonly inputs: unknown }) => (said.push(inputs), Promise.resolve('run-2')),
    };
    const template: WorkflowTemplate = { id: 't' as WorkflowTemplate['id'], name: 'Quick', version: 1, phases: [] };
    const focus = { view: { phases: [{ id: 'plan', name: 'Plan', commands: ['steer'] }] }, state: { id: 'run-1' }, select: () => Promise.resolve() };
    const working = { ...composition, engine, focus, schemas: outputSchemas(), templates: { list: () => Promise.resolve([{ template }]) } } as unknown as Composition;
    const use = (place: string) => ([person.types, person.picks] = ['$& it', place], useCommand({ ...scope, session: sessionOf(working) }, [{ type: 'guidance', path: 'commands/ship.md' }]));
    await use('Write to Plan');
    assert.deepEqual(said.splice(0), [['run-1', { type: 'steer', phase: 'plan', text: 'Ship $& it now.' }]]);
    await use('Quick');
    assert.deepEqual(said.splice(0), [[basename(workspaceRoot()), 'Ship $& it now.'], { goal: 'Ship $& it now.' }]);
    await use('none of them');
    assert.deepEqual(said, []);
  });

  it('of the extension itself are there: the view reads the files, problems appear and go', async () => {
    const problems = () => vscode.languages.getDiagnostics(vscode.Uri.file(join(workspaceRoot(), '.vscode/mcp.json'))).filter(({ source }) => source === 'Phasegate');
    await vscode.commands.executeCommand('phasegate.tools.focus');
    await eventually('the problem of .vscode/mcp.json', () => (problems().length > 0 ? true : undefined), 20_000);
    write('.vscode/mcp.json', '{ "servers": { "web": { "url": "https://example.com/mcp" } } }');
    await vscode.commands.executeCommand('phasegate.refreshTools');
    await eventually('no problem any more', () => (problems().length === 0 ? true : undefined), 20_000);
  });

  /** With a tree of the test's own. */
  async function looking(work: (lines: () => Promise<readonly string[]>) => Promise<void>): Promise<void> {
    const tree = new ToolsTree(scope.session);
    try {
      await work(() => linesOf(tree));
    } finally {
      tree.dispose();
    }
  }

  function write(name: string, text: string): void {
    mkdirSync(dirname(join(workspaceRoot(), name)), { recursive: true });
    writeFileSync(join(workspaceRoot(), name), text);
  }
});

/** The parts of a window that have to do with tools, as the extension composes them. */
async function compose(permission: Permission): Promise<Composition> {
  const workspace = workspaceRoot();
  const files = await nodeFiles(workspace);
  const inputs: InputStorage = { keys: keyRing(storage()), values: values(), workspace };
  const mcp = composeMcp(files, silent, editorInputs(inputs));
  const toolbox = composeToolbox({ workspace, files, shell: nodeShell({}), ripgrepPath: undefined, schemas: outputSchemas(), log: silent, mcp: mcp.source });
  return { workspace, files, mcp, inputs, toolbox, permission, log: silent, isReadOnly: false } as unknown as Composition;
}

function storage(): vscode.SecretStorage {
  const kept = new Map<string, string>();
  return {
    keys: () => Promise.resolve([...kept.keys()]), get: (key) => Promise.resolve(kept.get(key)), onDidChange: () => new vscode.Disposable(() => undefined),
    store: (key, value) => Promise.resolve(void kept.set(key, value)), delete: (key) => Promise.resolve(void kept.delete(key)),
  };
}

function values(): InputStorage['values'] {
  const kept = new Map<string, unknown>();
  return { get: <T>(key: string) => kept.get(key) as T, update: (key, value) => Promise.resolve(void kept.set(key, value)) };
}

function sessionOf(composition: Composition): Session {
  return { open: () => Promise.resolve(composition), situation: { status: 'open', composition }, onDidChange: () => new vscode.Disposable(() => undefined) } as unknown as Session;
}

async function linesOf(tree: ToolsTree): Promise<readonly string[]> {
  const line = async (node: ToolNode): Promise<string> => {
    const { label, description } = await tree.getTreeItem(node);
    const name = typeof label === 'string' ? label : '';
    return typeof description === 'string' ? `${name} | ${description}` : name;
  };
  const lines: string[] = [];
  for (const group of await tree.getChildren()) {
    lines.push(await line(group));
    for (const node of await tree.getChildren(group)) lines.push(`  ${await line(node)}`);
  }
  return lines;
}

function shownText(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}

/** Answers dialogs in the place of a person; the answer puts the editor's own back. */
function answerDialogs(person: Person): () => void {
  const before = { showErrorMessage: vscode.window.showErrorMessage, showWarningMessage: vscode.window.showWarningMessage, showInputBox: vscode.window.showInputBox, showQuickPick: vscode.window.showQuickPick };
  Object.assign(vscode.window, {
    showWarningMessage(message: string, options?: { readonly detail?: string }) {
      person.shown.push({ message, detail: options?.detail ?? '' });
      return Promise.resolve(person.says(message));
    },
    showErrorMessage(message: string) {
      person.errors.push(message);
      return Promise.resolve(undefined);
    },
    async showInputBox(options: vscode.InputBoxOptions) {
      person.typed.push({ prompt: options.prompt ?? '', password: options.password === true });
      assert.equal(await options.validateInput?.(person.types), undefined);
      return person.types;
    },
    showQuickPick: (items: readonly (string | { readonly label: string })[]) => Promise.resolve(items.find((item) => (typeof item === 'string' ? item : item.label) === person.picks)),
  });
  return () => void Object.assign(vscode.window, before);
}
