import type { RunEvent } from '../model/fact.ts';
import { addUsage, noUsage } from '../model/usage.ts';
import { scarceScope } from './budgetTransitions.ts';
import { graphOf } from './graph.ts';
import { allowedBy, mayRollBack } from './legality.ts';
import type { AllowedCommand, RunHeader, RunView } from './runView.ts';
import type { RunState } from './state.ts';
import { toPhaseView, viewContext } from './toPhaseView.ts';
import { isAtWork } from './step.ts';

/** A run as every face shows it: derived from state alone, each button a question to `transition`. */
export function toRunView(state: RunState): RunView {
  const context = viewContext(state);
  return {
    seq: state.seq,
    run: toRunHeader(state),
    phases: graphOf(state.template).phases.map((definition) => toPhaseView(state, definition, context)),
  };
}

export function toRunHeader(state: RunState): RunHeader {
  const { situation, inputs } = state;
  return {
    id: state.id,
    templateName: state.template.name,
    goal: typeof inputs['goal'] === 'string' ? inputs['goal'] : '',
    status: situation.status,
    message: messageOf(state),
    pause: pauseOf(state),
    isWaiting: isWaitingForPerson(state),
    parent: parentOf(state),
    isAuto: state.isAuto,
    usage: Object.values(state.phases).reduce((sum, phase) => addUsage(sum, phase.usage), noUsage),
    createdAt: state.createdAt,
    endedAt: state.endedAt,
    commands: runCommands(state),
  };
}

function messageOf({ situation, isHeld, restoring }: RunState): string | null {
  if (restoring) return 'The files of the checkpoint are being brought back.';
  if (situation.status === 'paused') return situation.message;
  if (situation.status === 'failed') return `${situation.phase}: ${situation.failure.message}`;
  return isHeld ? 'Waiting for you to continue.' : null;
}

function pauseOf({ situation }: RunState): RunHeader['pause'] {
  return situation.status === 'paused' ? { reason: situation.reason, since: situation.since, resumeAt: situation.resumeAt ?? null, shortage: situation.shortage ?? null } : null;
}

/** A fork's template need not be its parent's: the phase it was forked at is in both. */
function parentOf({ parent, template }: RunState): RunHeader['parent'] {
  return parent && { run: parent.run, phaseName: graphOf(template).byId.get(parent.phase)?.name ?? parent.phase };
}

/** Whether nothing happens any more until a person does something. */
export function isWaitingForPerson(state: RunState): boolean {
  if (state.situation.status !== 'running') return false;
  const situations = Object.values(state.phases).map(({ situation }) => situation);
  if (situations.some(isAtWork)) return false;
  return state.isHeld || situations.some((situation) => situation.status === 'waiting' && situation.wait.reason !== 'rate-limit');
}

function runCommands(state: RunState): AllowedCommand[] {
  const events: Partial<Record<AllowedCommand, RunEvent>> = {
    start: { type: 'run-started' },
    continue: { type: 'run-continued' },
    pause: { type: 'run-paused', reason: 'user', message: '' },
    resume: { type: 'run-resumed' },
    cancel: { type: 'run-cancelled' },
    'set-auto': { type: 'auto-set', isAuto: true },
    ...(scarceScope(state) && { 'raise-budget': { type: 'budget-raised', scope: 'run', budget: {} } }),
  };
  return [...allowedBy(state, events), ...(mayRollBack(state) ? ['rollback' as const] : [])];
}
