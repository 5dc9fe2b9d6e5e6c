import * as vscode from 'vscode';
import { DisposableStore } from '../../engine/base/disposable.ts';
import type { Fact, RunEventOf } from '../../engine/model/fact.ts';
import type { PhaseId, RunId } from '../../engine/model/ids.ts';
import type { Engine } from '../../engine/runtime/engine.ts';
import type { Advance } from '../../engine/runtime/writer.ts';
import { isAtWork } from '../../engine/workflow/step.ts';
import { heldPhases } from '../../engine/workflow/toPhaseView.ts';
import type { Focus } from '../focus.ts';
import { noticeOptions } from './noticeOptions.ts';
import { isPipelinePanelInSight } from './panelInSight.ts';

/**
 * One notification each time a run needs a person, with what answers it; nothing else is announced, and nothing while the
 * person sees the pipeline panel, which has the same buttons.
 */
export class Attention {
  readonly #subscriptions = new DisposableStore();
  readonly #focus: Focus;
  /** Runs already said to be held, until they go on. */
  readonly #held = new Set<RunId>();

  constructor(engine: Engine, focus: Focus) {
    this.#focus = focus;
    this.#subscriptions.add(engine.onAdvance((advance) => this.#advanced(advance)));
    this.#subscriptions.add(engine.onProblem(({ message }) => void vscode.window.showErrorMessage(message)));
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #advanced({ facts, state }: Advance): void {
    if (!this.#isSeen(state.id)) for (const fact of facts) void announce(fact, state.template.phases.find((phase) => 'phase' in fact.event && phase.id === fact.event.phase)?.name ?? '');
    const isHeld = heldPhases(state).size > 0 && !Object.values(state.phases).some(({ situation }) => isAtWork(situation));
    if (!isHeld) this.#held.delete(state.id);
    else if (!this.#held.has(state.id)) {
      this.#held.add(state.id);
      if (!this.#isSeen(state.id)) void this.#announceHeld(state.id, state.template.phases.filter(({ id }) => heldPhases(state).has(id)).map(({ name }) => name));
    }
  }

  #isSeen(run: RunId): boolean {
    return this.#focus.state?.id === run && isPipelinePanelInSight();
  }

  async #announceHeld(run: RunId, names: readonly string[]): Promise<void> {
    const [go, auto, show] = [vscode.l10n.t('Continue'), vscode.l10n.t('Continue in Auto Mode'), vscode.l10n.t('Show')];
    const answer = await vscode.window.showInformationMessage(vscode.l10n.t('Ready for {0}.', names.join(', ')), go, auto, show);
    if (answer === auto) await vscode.commands.executeCommand('phasegate.toggleAuto', { type: 'run', run }, true);
    if (answer === go) await vscode.commands.executeCommand('phasegate.continue', { type: 'run', run });
    if (answer === show) await vscode.commands.executeCommand('phasegate.openPipeline', { type: 'run', run });
  }
}

async function announce({ runId: run, event }: Fact, phaseName: string): Promise<void> {
  if (event.type === 'question-asked') return announceQuestion(run, event, phaseName);
  if (event.type === 'decision-needed') return announceDecision({ run, phase: event.phase }, phaseName, event.failure.message);
  if (event.type === 'review-decided' && event.decision === 'stopped') return announceDecision({ run, phase: event.phase }, phaseName, event.message);
  if (event.type === 'run-failed') return announceFailure(run, event, phaseName);
  if (event.type === 'run-paused') return announcePause(run, event);
}

function announceDecision(of: { readonly run: RunId; readonly phase: PhaseId }, phaseName: string, message: string): Promise<void> {
  const target = { type: 'phase', ...of };
  return offer(vscode.window.showWarningMessage, vscode.l10n.t('{0} needs your decision: {1}', phaseName, message), [
    [vscode.l10n.t('Show'), 'phasegate.openPipeline', target],
    [vscode.l10n.t('Retry'), 'phasegate.retryPhase', target],
  ]);
}

/** Nobody has to do anything about a pause of their own, nor about one that ends by itself: the status bar says until when. */
async function announcePause(run: RunId, { reason, message, resumeAt }: RunEventOf<'run-paused'>): Promise<void> {
  if (reason === 'user' || resumeAt !== undefined) return;
  const target = { type: 'run', run };
  const show: Choice = [vscode.l10n.t('Show'), 'phasegate.openPipeline', target];
  const waysOn: readonly Choice[] = reason === 'budget'
    ? [[vscode.l10n.t('Raise Budget…'), 'phasegate.raiseBudget', target], [vscode.l10n.t('Cancel Run'), 'phasegate.cancel', target]]
    : [[vscode.l10n.t('Resume'), 'phasegate.resume', target]];
  await offer(vscode.window.showWarningMessage, message, [...waysOn, show]);
}

function announceFailure(run: RunId, { phase, failure }: RunEventOf<'run-failed'>, phaseName: string): Promise<void> {
  const target = { type: 'phase', run, phase };
  return offer(vscode.window.showErrorMessage, vscode.l10n.t('{0} failed: {1}', phaseName, failure.message), [
    [vscode.l10n.t('Retry'), 'phasegate.retryPhase', target],
    [vscode.l10n.t('Show'), 'phasegate.openPipeline', target],
    ...(failure.kind === 'auth' ? [[vscode.l10n.t('Set API Key'), 'phasegate.setApiKey', undefined] as const] : []),
  ]);
}

/** Label, command, its target. */
type Choice = readonly [string, string, unknown];

async function offer(show: typeof vscode.window.showInformationMessage, message: string, choices: readonly Choice[]): Promise<void> {
  const answer = await show(message, ...choices.map(([label]) => label));
  const chosen = choices.find(([label]) => label === answer);
  if (chosen) await vscode.commands.executeCommand(chosen[1], chosen[2]);
}

async function announceQuestion(run: RunId, { phase, question }: RunEventOf<'question-asked'>, phaseName: string): Promise<void> {
  const target: { type: 'phase'; run: RunId; phase: PhaseId } = { type: 'phase', run, phase };
  const [write, show] = [vscode.l10n.t('Answer'), vscode.l10n.t('Show')];
  const options = noticeOptions(question);
  const answer = await vscode.window.showInformationMessage(`${phaseName}: ${question.text}`, ...(options.length > 0 ? options : [write]), show);
  if (answer === undefined) return;
  if (answer === show) await vscode.commands.executeCommand('phasegate.openPipeline', target);
  else await vscode.commands.executeCommand('phasegate.answer', target, options.includes(answer) ? { call: question.call, answer } : undefined);
}
