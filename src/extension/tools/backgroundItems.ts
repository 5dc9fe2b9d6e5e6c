import * as vscode from 'vscode';
import { revealHidden } from '../../engine/base/hiddenText.ts';
import type { RunningCommand } from '../../engine/ports/runningCommands.ts';
import type { Composition } from '../compose.ts';

/** Ended ones that are still listed, so that their last words can be read. */
const endedShown = 5;

/** What phases keep running beside their calls, and what ended last, newest first. */
export function backgroundCommands({ engine }: Pick<Composition, 'engine'>): readonly RunningCommand[] {
  const all = engine.background?.list() ?? [];
  return [...all.filter(({ exit }) => exit === null), ...all.filter(({ exit }) => exit !== null).toReversed().slice(0, endedShown)];
}

export function backgroundItem({ runs }: Pick<Composition, 'runs'>, command: RunningCommand | undefined): vscode.TreeItem {
  if (!command) return new vscode.TreeItem('');
  const { id, title, run, phase, startedAt, exit } = command;
  const name = runs.known(run)?.template.phases.find((definition) => definition.id === phase)?.name ?? phase;
  const since = new Date(startedAt).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
  const state = exit === null ? vscode.l10n.t('since {0}', since) : endingOf(exit);
  const item = new vscode.TreeItem(name);
  item.description = `${state} · ${revealHidden(title)}`;
  item.iconPath = iconOf(exit);
  item.tooltip = [revealHidden(title), vscode.l10n.t('Started by {0} at {1}. It ends with the phase.', name, since), state].join('\n');
  item.contextValue = exit === null ? 'background running' : 'background ended';
  item.command = { command: 'phasegate.showBackground', title: '', arguments: [{ type: 'background', id }] };
  item.accessibilityInformation = { label: vscode.l10n.t('Background command {0} of {1}, {2}', revealHidden(title), name, exit === null ? vscode.l10n.t('running {0}', state) : state) };
  return item;
}

export function endingOf({ ending, exitCode, problem }: NonNullable<RunningCommand['exit']>): string {
  switch (ending) {
    case 'exited':
      return exitCode === 0 ? vscode.l10n.t('done') : vscode.l10n.t('ended with exit code {0}', String(exitCode));
    case 'timeout':
      return vscode.l10n.t('stopped: it took too long');
    case 'cancelled':
      return vscode.l10n.t('stopped');
    case 'not-started':
      return vscode.l10n.t('not started: {0}', problem ?? '');
  }
}

function iconOf(exit: RunningCommand['exit']): vscode.ThemeIcon {
  if (exit === null) return new vscode.ThemeIcon('loading~spin');
  const isGood = exit.ending === 'cancelled' || (exit.ending === 'exited' && exit.exitCode === 0);
  return isGood ? new vscode.ThemeIcon('pass') : new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
}
