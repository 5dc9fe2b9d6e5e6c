import * as vscode from 'vscode';
import type { Result } from '../engine/base/result.ts';
import type { StoreProblem } from '../engine/ports/store.ts';
import type { Composition } from './compose.ts';
import { setContext } from './contextKeys.ts';

const takeOverMs = 5_000;

/** What this window can do right now. The engine exists only in `open`. */
export type Situation =
  | { readonly status: 'no-folder' }
  | { readonly status: 'untrusted' }
  /** Nobody has asked for the engine yet. */
  | { readonly status: 'idle' }
  | { readonly status: 'opening' }
  | { readonly status: 'problem'; readonly problem: StoreProblem | { readonly type: 'broken'; readonly message: string } }
  | { readonly status: 'open'; readonly composition: Composition };

/** The engine of this window: opened on first use, once, and closed with the window. */
export class Session implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<Situation>();
  readonly #trust: vscode.Disposable;
  #situation: Situation;
  #opening: Promise<void> | undefined;
  #takeOver: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
    this.#situation = closedSituation();
    this.#publish();
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(() => this.#change(closedSituation()));
  }

  get situation(): Situation {
    return this.#situation;
  }

  /** The engine with what belongs to it, or `undefined` where `situation` says why there is none. */
  async open(): Promise<Composition | undefined> {
    if (this.#situation.status === 'idle') this.#opening = this.#compose();
    await this.#opening;
    return this.#situation.status === 'open' ? this.#situation.composition : undefined;
  }

  /** After a problem, or in a read-only window: from the start. */
  async tryAgain(): Promise<Composition | undefined> {
    await this.close();
    this.#change(closedSituation());
    return this.open();
  }

  async close(): Promise<void> {
    clearTimeout(this.#takeOver);
    await this.#opening;
    if (this.#situation.status !== 'open') return;
    const { composition } = this.#situation;
    this.#situation = { status: 'idle' };
    await composition.close();
  }

  dispose(): void {
    this.#trust.dispose();
    this.#changed.dispose();
  }

  async #compose(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0];
    if (!folder) return this.#change({ status: 'no-folder' });
    this.#change({ status: 'opening' });
    try {
      const result = await this.#attempt(folder, false);
      this.#change(result.ok ? { status: 'open', composition: result.value } : { status: 'problem', problem: result.error });
      const problem = result.ok ? result.value.problem : result.error;
      if (problem) await this.#tell(problem);
      if (result.ok && problem?.type === 'owned') this.#takeOverLater(folder);
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error));
      this.#change({ status: 'problem', problem: { type: 'broken', message: error instanceof Error ? error.message : String(error) } });
    }
  }

  async #tell(problem: StoreProblem): Promise<void> {
    if (problem.type === 'owned') return;
    this.#log.error(problem.message);
    if (problem.type !== 'corrupt') return;
    const { tellOfDamage } = await import('./views/damageNotice.ts');
    void tellOfDamage(problem);
  }

  async #attempt(folder: vscode.WorkspaceFolder, mustOwn: boolean): Promise<Result<Composition, StoreProblem>> {
    const { compose } = await import('./compose.ts');
    return compose({ context: this.#context, folder, channel: this.#log, mustOwn });
  }

  /** A window that looks on shows what is new every few seconds, and takes over once the owner is gone. */
  #takeOverLater(folder: vscode.WorkspaceFolder): void {
    this.#takeOver = setTimeout(() => {
      this.#opening = this.#tryTakeOver(folder).catch((error: unknown) => this.#log.error(error instanceof Error ? error : String(error)));
    }, takeOverMs);
  }

  async #tryTakeOver(folder: vscode.WorkspaceFolder): Promise<void> {
    const result = await this.#attempt(folder, true);
    if (this.#situation.status !== 'open') return;
    const { composition } = this.#situation;
    if (result.ok) {
      await composition.close();
      return this.#change({ status: 'open', composition: result.value });
    }
    if (result.error.type === 'corrupt') {
      await composition.close();
      return this.#compose();
    }
    await composition.focus.refresh();
    this.#changed.fire(this.#situation);
    this.#takeOverLater(folder);
  }

  #change(situation: Situation): void {
    this.#situation = situation;
    this.#publish();
    this.#changed.fire(situation);
  }

  #publish(): void {
    const { situation } = this;
    setContext('situation', situation.status);
    setContext('problem', situation.status === 'problem' ? situation.problem.type : situation.status === 'open' ? situation.composition.problem?.type : undefined);
    setContext('isReadOnly', situation.status === 'open' && situation.composition.isReadOnly);
  }
}

function closedSituation(): Situation {
  if (!vscode.workspace.workspaceFolders?.length) return { status: 'no-folder' };
  return { status: vscode.workspace.isTrusted ? 'idle' : 'untrusted' };
}
