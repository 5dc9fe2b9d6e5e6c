import { allowedCommand, type RunView } from '../../engine/workflow/runView.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { setContext } from '../contextKeys.ts';
import type { Focus } from '../focus.ts';
import { withoutCommands } from './readOnlyView.ts';

const commands = allowedCommand.options;

/** Keeps `phasegate.can.<command>` true exactly where the run this window looks at allows the command. */
export class RunContext {
  readonly #subscription: { dispose(): void };
  readonly #known = new Map<string, boolean>();

  /** A window that only looks on allows nothing. */
  constructor(focus: Focus, isReadOnly: boolean) {
    const publish = (): void => {
      this.#publishCommands(isReadOnly ? focus.view && withoutCommands(focus.view) : focus.view);
      this.#publishCheckpoints(focus.state?.checkpoints ?? []);
    };
    this.#subscription = focus.onDidChange(publish);
    publish();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#publishCommands(undefined);
    this.#publishCheckpoints([]);
  }

  #publishCommands(view: RunView | undefined): void {
    const allowed = new Set(view ? [...view.run.commands, ...view.phases.flatMap((phase) => phase.commands)] : []);
    for (const command of commands) this.#set(`can.${command}`, allowed.has(command));
    this.#set('hasRun', view !== undefined);
    this.#set('isFork', (view?.run.parent ?? null) !== null);
    this.#set('hasArtifacts', view?.phases.some(({ artifact }) => artifact !== null) ?? false);
  }

  #publishCheckpoints(checkpoints: RunState['checkpoints']): void {
    this.#set('hasCheckpoints', checkpoints.length > 0);
    this.#set('wasRolledBack', checkpoints.some(({ phase }) => phase === null));
  }

  #set(key: string, value: boolean): void {
    if (this.#known.get(key) === value) return;
    this.#known.set(key, value);
    setContext(key, value);
  }
}
