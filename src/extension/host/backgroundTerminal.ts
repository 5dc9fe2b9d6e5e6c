import * as vscode from 'vscode';
import type { RunningCommands } from '../../engine/ports/runningCommands.ts';
import { endingOf } from '../tools/backgroundItems.ts';
import { toScreen } from './terminalShell.ts';

/** Output is looked at this often while the terminal is open. */
const lookMs = 300;
const clear = '\u001b[2J\u001b[3J\u001b[H';
const [dim, reset] = ['\u001b[2m', '\u001b[0m'];

const shown = new Map<number, vscode.Terminal>();

/** A terminal that follows one background command: only a screen, and Ctrl+C in it stops the command. One for each command. */
export function showBackgroundTerminal(commands: RunningCommands, id: number): void {
  const title = commands.list().find((command) => command.id === id)?.title;
  if (title === undefined) return;
  const terminal = shown.get(id) ?? createTerminal(commands, id, title);
  shown.set(id, terminal);
  terminal.show();
}

const seam = 200;

/** What is new at the end of a text whose beginning may have been cut off meanwhile; `null` where nothing of it is known. */
export function newIn(text: string, before: string): string | null {
  if (text.startsWith(before)) return text.slice(before.length);
  const end = before.slice(-seam);
  const at = text.lastIndexOf(end);
  return at === -1 ? null : text.slice(at + end.length);
}

function createTerminal(commands: RunningCommands, id: number, title: string): vscode.Terminal {
  const written = new vscode.EventEmitter<string>();
  let timer: NodeJS.Timeout | undefined;
  let before = '';
  const stopLooking = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const look = (): void => {
    const text = commands.outputOf(id) ?? before;
    const added = newIn(text, before);
    written.fire(added === null ? clear + toScreen(text) : toScreen(added));
    before = text;
    const exit = commands.list().find((command) => command.id === id)?.exit;
    if (exit === null) return;
    stopLooking();
    written.fire(`\r\n${dim}${toScreen(exit ? endingOf(exit) : vscode.l10n.t('not known any more'))}${reset}\r\n`);
  };
  return vscode.window.createTerminal({
    name: `Phasegate: ${title.slice(0, 40)}`,
    iconPath: new vscode.ThemeIcon('type-hierarchy-sub'),
    isTransient: true,
    pty: {
      onDidWrite: written.event,
      open: () => {
        before = '';
        written.fire(clear);
        timer = setInterval(look, lookMs);
        look();
      },
      close: () => {
        stopLooking();
        shown.delete(id);
        written.dispose();
      },
      handleInput: (data: string) => {
        if (data.includes('\u0003')) void commands.stop(id);
      },
    },
  });
}
