import { allowedCommand, type RunView } from '../../engine/workflow/runView.ts';
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
    const publish = (): void => this.#publish(isReadOnly ? focus.view && withoutCommands(focus.view) : focus.view);
    this.#subscription = focus.onDidChange(publish);
    publish();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#publish(undefined);
  }

  #publish(view: RunView | undefined): void {
    const allowed = new Set(view ? [...view.run.commands, ...view.phases.flatMap((phase) => phase.commands)] : []);
    for (const command of commands) this.#set(`can.${command}`, allowed.has(command));
    this.#set('hasArtifacts', view?.phases.some(({ artifact }) => artifact !== null) ?? false);
  }

  #set(key: string, value: boolean): void {
    if (this.#known.get(key) === value) return;
    this.#known.set(key, value);
    setContext(key, value);
  }
}
