import * as vscode from 'vscode';
import type { RunId } from '../../engine/model/ids.ts';
import type { Session } from '../session.ts';
import type { Node } from './node.ts';

const refreshMs = 200;

/** Redraws a tree when the engine comes or goes, and at most every 200 ms while a run goes on: only the runs concerned. */
export class TreeRefresh implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly #due = new Set<Node | undefined>();
  readonly #session: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #engine: { dispose(): void } | undefined;

  readonly onDidChange = this.#changed.event;

  /** `nodesFor` names the lines to draw again after news of a run; `undefined` is the whole tree. */
  constructor(session: Session, nodesFor: (news: { readonly run: RunId; readonly isNew: boolean }) => Node | undefined) {
    const follow = (): void => {
      const { situation } = session;
      this.#engine?.dispose();
      this.#engine = situation.status !== 'open' ? undefined : situation.composition.runs.onAdvance(({ state, facts }) => {
        const isNew = facts.some(({ event }) => event.type === 'run-created' || event.type.startsWith('run-'));
        this.#request(nodesFor({ run: state.id, isNew }));
      });
      this.#request(undefined);
    };
    this.#session = session.onDidChange(follow);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#engine?.dispose();
    this.#session.dispose();
    this.#changed.dispose();
  }

  #request(node: Node | undefined): void {
    this.#due.add(node);
    this.#timer ??= setTimeout(() => this.#flush(), refreshMs);
  }

  #flush(): void {
    this.#timer = undefined;
    const due = this.#due.has(undefined) ? [undefined] : [...this.#due];
    this.#due.clear();
    for (const node of due) this.#changed.fire(node);
  }
}
