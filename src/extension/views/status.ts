import * as vscode from 'vscode';
import type { ExecutionStatus } from '../../engine/model/execution.ts';
import type { Project } from '../../engine/model/project.ts';
import type { RunStatus } from '../../engine/model/run.ts';
import type { ToolCall } from '../../engine/model/toolCall.ts';
import type { Usage } from '../../engine/model/usage.ts';
import type { PhaseView, RunView } from '../../engine/workflow/runView.ts';

/** `limited`: it goes on by itself when the vendor lets it. */
export type Status = 'limited' | ExecutionStatus | RunStatus | PhaseView['status'] | Project['status'] | NonNullable<ToolCall['outcome']>;

interface Look {
  readonly label: string;
  readonly icon: string;
  readonly color?: string;
}

const green = 'testing.iconPassed';
const red = 'testing.iconFailed';
const yellow = 'list.warningForeground';
const blue = 'progressBar.background';
const grey = 'disabledForeground';

const looks: Readonly<Record<Status, Look>> = {
  idle: { label: vscode.l10n.t('idle'), icon: 'circle-large-outline' },
  created: { label: vscode.l10n.t('ready to start'), icon: 'circle-large-outline' },
  pending: { label: vscode.l10n.t('pending'), icon: 'circle-large-outline', color: grey },
  held: { label: vscode.l10n.t('ready to continue'), icon: 'debug-continue', color: yellow },
  running: { label: vscode.l10n.t('running'), icon: 'sync~spin', color: blue },
  waiting: { label: vscode.l10n.t('waiting for you'), icon: 'bell-dot', color: yellow },
  limited: { label: vscode.l10n.t('waiting for the vendor'), icon: 'watch', color: yellow },
  paused: { label: vscode.l10n.t('paused'), icon: 'debug-pause', color: yellow },
  completed: { label: vscode.l10n.t('completed'), icon: 'pass', color: green },
  failed: { label: vscode.l10n.t('failed'), icon: 'error', color: red },
  skipped: { label: vscode.l10n.t('skipped'), icon: 'debug-step-over', color: grey },
  rolled_back: { label: vscode.l10n.t('rolled back'), icon: 'discard', color: grey },
  cancelled: { label: vscode.l10n.t('cancelled'), icon: 'circle-slash', color: grey },
  ok: { label: vscode.l10n.t('ok'), icon: 'check', color: green },
  error: { label: vscode.l10n.t('error'), icon: 'error', color: red },
  denied: { label: vscode.l10n.t('not allowed'), icon: 'circle-slash', color: yellow },
  timeout: { label: vscode.l10n.t('timed out'), icon: 'watch', color: red },
  unknown: { label: vscode.l10n.t('unknown outcome'), icon: 'question', color: yellow },
};

export function labelOf(status: Status): string {
  return looks[status].label;
}

/** The name of a product icon, as in `$(pass)`. */
export function iconNameOf(status: Status): string {
  return looks[status].icon;
}

export function iconOf(status: Status): vscode.ThemeIcon {
  const { icon, color } = looks[status];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

export function statusOfPhase({ status, wait }: Pick<PhaseView, 'status' | 'wait'>): Status {
  return status === 'waiting' && wait?.reason === 'rate-limit' ? 'limited' : status;
}

/** A run that is running may have nothing to do but wait for someone. */
export function statusOfRun({ run, phases }: RunView): Status {
  if (run.status !== 'running') return run.status;
  const present = new Set(phases.map(statusOfPhase));
  return (['waiting', 'running', 'held', 'limited'] as const).find((status) => present.has(status)) ?? 'running';
}

/** Unknown is said as such; a rehearsal costs nothing and says nothing. */
export function costOf({ costUsd }: Usage): string | undefined {
  if (costUsd === null) return vscode.l10n.t('unknown cost');
  if (costUsd === 0) return undefined;
  if (costUsd < 0.001) return '<$0.001';
  return `$${costUsd.toFixed(costUsd < 0.1 ? 3 : 2)}`;
}
