import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { nodeShell } from '../../../src/engine/node/nodeShell.ts';
import type { ShellCommand } from '../../../src/engine/ports/shell.ts';
import { type TerminalShell, terminalShell, toScreen } from '../../../src/extension/host/terminalShell.ts';
import { eventually, workspaceRoot } from './workspaceFolder.ts';

const never = new AbortController().signal;

describe('the shell with a terminal', () => {
  let shell: TerminalShell;

  beforeEach(() => {
    shell = terminalShell(nodeShell());
  });

  afterEach(async () => {
    shell.dispose();
    await eventually('the terminal is gone', () => (vscode.window.terminals.length === 0 ? true : undefined));
  });

  it('runs a command, passes its output on, and shows it in a terminal', async () => {
    const pieces: string[] = [];
    const exit = await shell.run(command('echo hello; exit 3'), (text) => pieces.push(text), never);
    assert.equal(exit.ending, 'exited');
    assert.equal(exit.exitCode, 3);
    assert.equal(pieces.join(''), 'hello\n');
    assert.ok(vscode.window.terminals.some(({ name }) => name === 'Phasegate'));
  });

  it('interrupts the running command on Ctrl+C in the terminal', async () => {
    let isStarted = false;
    const running = shell.run(command('echo started; sleep 60'), () => (isStarted = true), never);
    await eventually('the command has started', () => isStarted || undefined);
    shell.show();
    const terminal = await eventually('the terminal is there', () => vscode.window.terminals.find(({ name }) => name === 'Phasegate'));
    await eventually('Ctrl+C ends it', async () => {
      terminal.sendText('\u0003', false);
      return Promise.race([running, new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 300))]);
    });
    assert.equal((await running).ending, 'cancelled');
  });

  it('lets colours through to the screen and nothing else', () => {
    assert.equal(toScreen('\u001b[31mred\u001b[0m'), '\u001b[31mred\u001b[0m');
    assert.equal(toScreen('a\u001b]0;title\u0007b\u001b[2Jc\u001b[1;1Hd'), 'abcd');
    assert.equal(toScreen('copy\u001b]52;c;aGk=\u001b\\ed'), 'copyed');
    assert.equal(toScreen('one\ntwo\r\nthree'), 'one\r\ntwo\r\nthree');
    assert.equal(toScreen('bell\u0007 back\u0008 c1\u009b2J'), 'bell back c12J');
  });
});

function command(script: string): ShellCommand {
  return { program: { script }, cwd: workspaceRoot(), timeoutMs: 60_000, outputLimitBytes: 10_000, title: script };
}
