import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import type { CommandScope } from '../../../src/extension/commands/commandScope.ts';
import { allowServer, revokeServer } from '../../../src/extension/commands/serverCommands.ts';
import { tryTool } from '../../../src/extension/commands/tryTool.ts';
import { useCommand } from '../../../src/extension/commands/useCommand.ts';
import type { Composition } from '../../../src/extension/compose.ts';
import { ToolsTree } from '../../../src/extension/tools/toolsTree.ts';
import { loopbackBrowser } from '../../servers/mcp/loopbackBrowser.ts';
import { loginServer } from '../../servers/mcp/loginServer.ts';
import { answerDialogs, compose, linesOf, type Person, sessionOf, shownText } from './toolsWindow.ts';
import { emptyWorkspace, eventually, workspaceRoot } from './workspaceFolder.ts';

const hostile = resolve(__dirname, '../../../test/servers/mcp/hostileServer.ts');

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

  it('a server behind a login is reached after the person went to its page, and the login is forgotten when it is revoked', async () => {
    const server = await loginServer();
    const pages: string[] = [];
    const before = Object.getOwnPropertyDescriptors(vscode.env);
    Object.defineProperty(vscode.env, 'openExternal', { configurable: true, value: async (page: vscode.Uri) => (pages.push(page.toString(true)), await loopbackBrowser(new URL(page.toString(true))), true) });
    Object.defineProperty(vscode.env, 'asExternalUri', { configurable: true, value: (uri: vscode.Uri) => Promise.resolve(uri) });
    try {
      write('.mcp.json', JSON.stringify({ mcpServers: { three: { url: server.url } } }));
      const target = { type: 'server', name: 'three' };
      person.shown.length = 0;
      person.says = (message) => (message.startsWith('Connect to') ? 'Allow' : message.startsWith('Open the login page') ? 'Open Login Page' : /asks for a login/.test(message) ? 'Log In' : 'Run');
      await allowServer(scope, [target]);
      assert.deepEqual([person.errors, person.shown.map(({ message }) => message.replace(/[:?].*/s, ''))], [[], ['Connect to the MCP server "three" at http', 'The MCP server "three"', 'Open the login page of the MCP server three in your browser']]);
      assert.ok(person.shown[2]?.detail.includes(`${server.origin}/authorize`));
      assert.equal(pages.length, 1);
      [person.types, person.picks] = ['{}', 'mcp__three__echo'];
      await tryTool(scope, [target]);
      assert.match(shownText(), /behind the login/);
      assert.ok(composition.keys.known.has(server.tokens.access), 'the token is kept out of what is recorded');
      await revokeServer(scope, [target]);
      person.says = (message) => (message.startsWith('Connect to') ? 'Allow' : undefined);
      await allowServer(scope, [target]);
      assert.match(person.errors.pop() ?? '', /asks for a login/);
    } finally {
      Object.defineProperties(vscode.env, { openExternal: before.openExternal, asExternalUri: before.asExternalUri });
      server.stop();
    }
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
