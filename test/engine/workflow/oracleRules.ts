import type { RunEvent, RunEventOf } from '../../../src/engine/model/fact.ts';
import type { Oracle, OraclePhase, Verdict } from './oracle.ts';

/** What becomes of each event, up to the first that is illegal: then none of them counts. What is due afterwards is `settle`. */
export function takeAll(oracle: Oracle, events: readonly RunEvent[]): readonly Verdict[] {
  const before = oracle.copy();
  const verdicts: Verdict[] = [];
  for (const event of events) {
    const verdict = take(oracle, event);
    verdicts.push(verdict);
    if (verdict !== 'illegal') continue;
    Object.assign(oracle, before);
    break;
  }
  return verdicts;
}

function take(oracle: Oracle, event: RunEvent): Verdict {
  if ('phase' in event && event.phase !== null && event.phase !== undefined && !oracle.phases.has(event.phase)) throw new Error(`${event.type} names no phase of the template`);
  return onRun(oracle, event) ?? onPhase(oracle, event) ?? onWork(oracle, event) ?? 'moved';
}

function onRun(oracle: Oracle, event: RunEvent): Verdict | null {
  const isOver = oracle.run === 'completed' || oracle.run === 'cancelled';
  switch (event.type) {
    case 'run-started':
      return only(oracle.run === 'created', () => { oracle.run = 'running'; });
    case 'run-continued':
      return only(oracle.run === 'running' && oracle.isHeld, () => { oracle.isHeld = false; });
    case 'run-paused':
      return only(oracle.run === 'running' || (oracle.run === 'paused' && oracle.goesOnByItself && event.reason === 'user'), () => {
        oracle.run = 'paused';
        oracle.goesOnByItself = event.resumeAt !== undefined;
      });
    case 'run-resumed':
      return only(oracle.run === 'paused' && oracle.restoring === null, () => { oracle.run = 'running'; });
    case 'auto-set':
      return only(!isOver, () => {
        oracle.isAuto = event.isAuto;
        if (event.isAuto) oracle.isHeld = false;
      });
    case 'budget-raised':
      return only(!isOver, () => {});
    case 'run-cancelled':
      return only(!isOver, () => {
        for (const id of oracle.list('running', 'asking', 'undecided', 'collecting')) fail(oracle.phase(id));
        oracle.run = 'cancelled';
        oracle.isHeld = false;
      });
    case 'run-rolled-back':
      return rollBack(oracle, event);
    case 'files-restored':
      if (oracle.restoring !== event.checkpoint) return 'ignored';
      oracle.restoring = null;
      return 'moved';
    default:
      return null;
  }
}

function rollBack(oracle: Oracle, { checkpoint }: RunEventOf<'run-rolled-back'>): Verdict {
  const point = oracle.checkpoints.find(({ id }) => id === checkpoint);
  const isBusy = oracle.run !== 'paused' && oracle.list('running', 'collecting').length > 0;
  return only(point !== undefined && !isBusy && oracle.restoring === null, () => {
    for (const [id, now] of oracle.phases) {
      const then = point?.phases.get(id) ?? now;
      const isKept = ['completed', 'skipped', 'failed'].includes(then.status);
      oracle.phases.set(id, { ...then, executions: now.executions, status: isKept ? then.status : 'pending', execution: null, call: null });
    }
    oracle.values = new Map(point?.values);
    oracle.run = 'paused';
    oracle.goesOnByItself = false;
    oracle.isHeld = false;
    oracle.restoring = point?.hasFiles ? point.id : null;
  });
}

function onPhase(oracle: Oracle, event: RunEvent): Verdict | null {
  const isOver = oracle.run === 'completed' || oracle.run === 'cancelled';
  switch (event.type) {
    case 'phase-adopted': {
      const phase = oracle.phase(event.phase);
      return only(oracle.run === 'created' && phase.status === 'pending', () => {
        oracle.remember(event.phase, event.values);
        Object.assign(phase, { status: 'completed', isForced: event.artifact.isForced });
      });
    }
    case 'phase-skipped': {
      const phase = oracle.phase(event.phase);
      return only(!isOver && ['pending', 'failed', 'undecided'].includes(phase.status), () => {
        Object.assign(phase, { status: 'skipped', execution: null, call: null });
        if (oracle.run === 'failed') oracle.run = 'running';
      });
    }
    case 'phase-retried': {
      const phase = oracle.phase(event.phase);
      return only(!isOver && ['failed', 'undecided'].includes(phase.status), () => {
        again(oracle, event.phase, phase);
        if (oracle.run === 'failed') oracle.run = 'running';
      });
    }
    case 'steering-given':
      return only(!isOver && !['completed', 'skipped'].includes(oracle.phase(event.phase).status), () => {});
    case 'checkpoint-taken':
      if (event.phase !== null && oracle.phase(event.phase).status !== 'completed') return 'ignored';
      oracle.keep(event.checkpoint, event.snapshot !== null, event.phase === null ? 11 : 10);
      return 'moved';
    default:
      return null;
  }
}

/** A loop is retried where it stands; one that used up its iterations without its end condition tries the last one again. */
function again(oracle: Oracle, id: string, phase: OraclePhase): void {
  const loop = oracle.definition(id).loop;
  Object.assign(phase, { status: 'pending', execution: null, call: null });
  if (!loop || !phase.isLooping) return;
  const isDone = 'over' in loop ? phase.done === phase.total : phase.done > 0 && oracle.holds(loop.until);
  if (isDone) phase.status = 'collecting';
  else if (phase.done === loop.max) phase.done -= 1;
}

/** News of an execution counts as long as its phase is busy with it. */
function onWork(oracle: Oracle, event: RunEvent): Verdict | null {
  switch (event.type) {
    case 'phase-completed':
    case 'iteration-completed':
    case 'phase-failed':
    case 'decision-needed':
    case 'question-asked':
    case 'question-answered':
    case 'tool-finished': {
      const phase = oracle.phase(event.phase);
      const isBusyWith = event.execution === null ? phase.status === 'collecting' || (event.type === 'phase-failed' && cannotBegin(oracle, event.phase)) : phase.execution === event.execution && ['running', 'asking', 'undecided'].includes(phase.status);
      return onNews(oracle, event, isBusyWith ? phase : null);
    }
    default:
      return null;
  }
}

function cannotBegin(oracle: Oracle, id: string): boolean {
  const { loop } = oracle.definition(id);
  const { status, isLooping } = oracle.phase(id);
  return loop !== undefined && status === 'pending' && !isLooping && oracle.isUnfit(loop);
}

type News = RunEventOf<'phase-completed' | 'iteration-completed' | 'phase-failed' | 'decision-needed' | 'question-asked' | 'question-answered' | 'tool-finished'>;

function onNews(oracle: Oracle, event: News, phase: OraclePhase | null): Verdict {
  switch (event.type) {
    case 'question-answered':
      return only(phase?.status === 'asking' && phase.call === event.call && oracle.run === 'running', () => Object.assign(phase ?? {}, { status: 'running', call: null }));
    case 'tool-finished':
      if (phase?.status === 'asking' && phase.call === event.call) Object.assign(phase, { status: 'running', call: null });
      return 'moved';
    case 'phase-completed':
      return known(phase, (busy) => complete(oracle, event, busy));
    case 'iteration-completed':
      return known(phase && phase.isLooping && phase.done === event.iteration ? phase : null, (busy) => iterate(oracle, event, busy));
    case 'phase-failed':
      return known(phase, fail);
    case 'decision-needed':
      return known(phase?.status === 'running' ? phase : null, (busy) => { busy.status = 'undecided'; });
    case 'question-asked':
      return known(phase?.status === 'running' ? phase : null, (busy) => Object.assign(busy, { status: 'asking', call: event.question.call }));
  }
}

function complete(oracle: Oracle, event: RunEventOf<'phase-completed'>, phase: OraclePhase): void {
  oracle.remember(event.phase, event.values);
  Object.assign(phase, { status: 'completed', isForced: event.artifact.isForced, execution: null, call: null });
  const isBoundary = !oracle.isAuto && oracle.definition(event.phase).autoProceed !== true;
  if (isBoundary && !oracle.isEverythingSettled()) oracle.isHeld = true;
}

function iterate(oracle: Oracle, event: RunEventOf<'iteration-completed'>, phase: OraclePhase): void {
  const loop = oracle.definition(event.phase).loop;
  if (!loop) throw new Error('an iteration belongs to a loop');
  oracle.remember(event.phase, event.values);
  phase.done += 1;
  Object.assign(phase, { status: 'pending', execution: null, call: null });
  const isDone = 'over' in loop ? phase.done === phase.total : oracle.holds(loop.until);
  if (isDone) phase.status = 'collecting';
  else if (phase.done === loop.max) phase.status = 'failed';
}

function fail(phase: OraclePhase): void {
  Object.assign(phase, { status: 'failed', execution: null, call: null });
}

function only(isLegal: boolean, change: () => unknown): Verdict {
  if (isLegal) change();
  return isLegal ? 'moved' : 'illegal';
}

function known(phase: OraclePhase | null, change: (phase: OraclePhase) => unknown): Verdict {
  if (phase) change(phase);
  return phase ? 'moved' : 'ignored';
}
