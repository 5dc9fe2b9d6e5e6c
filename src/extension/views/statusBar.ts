import * as vscode from 'vscode';
import type { RunView } from '../../engine/workflow/runView.ts';
import type { Focus } from '../focus.ts';
import { costOf, iconNameOf, labelOf, statusOfPhase, statusOfRun } from './status.ts';

/** One entry: state, phase, cost, auto mode of the run this window looks at. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('phasegate.status', vscode.StatusBarAlignment.Left, 50);
  readonly #focus: Focus;
  readonly #subscription: { dispose(): void };

  constructor(focus: Focus) {
    this.#focus = focus;
    this.#item.name = 'Phasegate';
    this.#item.command = 'phasegate.openPipeline';
    this.#subscription = focus.onDidChange(() => this.#show());
    this.#show();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const { view } = this.#focus;
    if (!view) return this.#item.hide();
    const { icon, text } = summaryOf(view);
    this.#item.text = `$(${icon}) ${text}`;
    this.#item.tooltip = [view.run.goal, view.run.message].filter(Boolean).join('\n');
    this.#item.accessibilityInformation = { label: `Phasegate: ${text}`, role: 'button' };
    this.#item.backgroundColor = needsPerson(view) ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }
}

/** Not a run that stands still because a person paused it, or that goes on by itself. */
function needsPerson(view: RunView): boolean {
  const { pause } = view.run;
  return statusOfRun(view) === 'waiting' || (pause !== null && pause.reason !== 'user' && pause.resumeAt === null);
}

function pauseText({ pause }: RunView['run']): string | undefined {
  if (pause?.resumeAt) return vscode.l10n.t('goes on at {0}', new Date(pause.resumeAt).toLocaleTimeString(vscode.env.language));
  return pause?.shortage ? vscode.l10n.t('budget used up') : undefined;
}

function summaryOf(view: RunView): { readonly icon: string; readonly text: string } {
  const { run, phases } = view;
  const status = statusOfRun(view);
  const concerned = run.status === 'running' ? phases.filter((phase) => statusOfPhase(phase) === status) : [];
  const more = concerned.length > 1 ? ` +${concerned.length - 1}` : '';
  const name = concerned[0] ? `${concerned[0].name}${more}` : run.templateName;
  const parts = [`${name}: ${labelOf(status)}`, pauseText(run), costOf(run.usage), run.isAuto ? vscode.l10n.t('auto') : undefined];
  return { icon: iconNameOf(run.pause?.resumeAt ? 'limited' : status), text: parts.filter(Boolean).join(' · ') };
}
