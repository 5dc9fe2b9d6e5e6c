import * as vscode from 'vscode';
import type { Shell, ShellExit } from '../../engine/ports/shell.ts';

/**
 * The shell with a window: every command shows in the terminal `Phasegate`, which a person can watch, scroll, and
 * interrupt with Ctrl+C. The terminal is only a screen; the command runs in the engine's own child process.
 */
export interface TerminalShell extends Shell, vscode.Disposable {
  show(): void;
}

export function terminalShell(shell: Shell): TerminalShell {
  const running = new Set<AbortController>();
  const screen = new Screen(() => running.forEach((controller) => controller.abort()));
  return {
    async run(command, onOutput, signal) {
      const interrupt = new AbortController();
      running.add(interrupt);
      screen.write(`${bold}> ${toScreen(command.title)}${reset}\r\n`);
      try {
        const exit = await shell.run(command, (text) => {
          screen.write(toScreen(text));
          onOutput(text);
        }, AbortSignal.any([signal, interrupt.signal]));
        screen.write(endingLine(exit));
        return exit;
      } finally {
        running.delete(interrupt);
      }
    },
    show: () => screen.show(),
    dispose: () => screen.dispose(),
  };
}

const bold = '\u001b[1m';
const dim = '\u001b[2m';
const reset = '\u001b[0m';

function endingLine({ ending, exitCode, problem }: ShellExit): string {
  const text = {
    exited: exitCode === 0 ? vscode.l10n.t('done') : vscode.l10n.t('ended with exit code {0}', String(exitCode)),
    timeout: vscode.l10n.t('stopped: it took too long'),
    cancelled: vscode.l10n.t('interrupted'),
    'not-started': vscode.l10n.t('not started: {0}', problem ?? ''),
  }[ending];
  return `${reset}\r\n${dim}${toScreen(text)}${reset}\r\n\r\n`;
}

/** Everything that could move the cursor, set the title or reach the clipboard goes; colours stay. */
export function toScreen(text: string): string {
  return text
    // oxlint-disable-next-line no-control-regex -- control characters are what this removes
    .replace(/\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b\[(?![0-9;]*m)[0-?]*[ -/]*[@-~]|\u001b(?!\[[0-9;]*m)[@-_]?/g, '')
    // oxlint-disable-next-line no-control-regex -- control characters are what this removes
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]/g, '')
    .replace(/\r?\n/g, '\r\n');
}

const backlogLimit = 200_000;

/** One pseudoterminal, made when the first command runs and again after the person closed it. */
class Screen {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #interrupt: () => void;
  #terminal: vscode.Terminal | undefined;
  #backlog = '';
  #isOpen = false;

  constructor(interrupt: () => void) {
    this.#interrupt = interrupt;
  }

  write(text: string): void {
    this.#terminal ??= this.#create();
    if (this.#isOpen) this.#written.fire(text);
    else this.#backlog = (this.#backlog + text).slice(-backlogLimit);
  }

  show(): void {
    this.#terminal ??= this.#create();
    this.#terminal.show(true);
  }

  dispose(): void {
    this.#terminal?.dispose();
    this.#written.dispose();
  }

  #create(): vscode.Terminal {
    const pty: vscode.Pseudoterminal = {
      onDidWrite: this.#written.event,
      open: () => {
        this.#isOpen = true;
        this.#written.fire(this.#backlog);
        this.#backlog = '';
      },
      close: () => {
        this.#isOpen = false;
        this.#terminal = undefined;
      },
      handleInput: (data) => {
        if (data.includes('\u0003')) this.#interrupt();
      },
    };
    return vscode.window.createTerminal({ name: 'Phasegate', pty, iconPath: new vscode.ThemeIcon('type-hierarchy-sub'), isTransient: true });
  }
}
