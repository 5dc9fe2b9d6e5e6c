import type { RunEvent, RunEventOf, RunEventType } from '../../../src/engine/model/fact.ts';
import type { Oracle, OraclePhase, Verdict } from './oracle.ts';

type Rules = { readonly [T in RunEventType]?: (oracle: Oracle, event: RunEventOf<T>) => Verdict };

/** What becomes of each event, up to the first that is illegal: then none of them counts. What is due afterwards is `settle`. */
export function takeAll(oracle: Oracle, events: readonly RunEvent[]): readonly Verdict[] {
  const before = oracle.copy();
  const verdicts: Verdict[] = [];
  for (const event of events) {
    const rule: ((oracle: Oracle, event: never) => Verdict) | undefined = rules[event.type];
    const verdict = rule ? rule(oracle, event as never) : 'moved';
    verdicts.push(verdict);
    if (verdict !== 'illegal') continue;
    Object.assign(oracle, before);
    break;
  }
  return verdicts;
}

const runRules: Rules = {
  'run-started': (oracle) => only(oracle.run === 'created', () => { oracle.run = 'running'; }),
  'run-continued': (oracle) => only(oracle.run === 'running' && oracle.isHeld, () => { oracle.isHeld = false; }),
  'run-paused': (oracle, { reason, resumeAt }) => only(oracle.run === 'running' || (oracle.run === 'paused' && oracle.goesOnByItself && reason === 'user'), () => {
    oracle.run = 'paused';
    oracle.goesOnByItself = resumeAt !== undefined;
  }),
  'run-resumed': (oracle) => only(oracle.run === 'paused' && oracle.restoring === null, () => { oracle.run = 'running'; }),
  'auto-set': (oracle, { isAuto }) => only(!oracle.isOver(), () => {
    oracle.isAuto = isAuto;
    if (isAuto) oracle.isHeld = false;
  }),
  'budget-raised': (oracle) => only(!oracle.isOver(), () => {}),
  'model-set': (oracle) => only(!oracle.isOver(), () => {}),
  'run-cancelled': (oracle) => only(!oracle.isOver(), () => {
    for (const id of oracle.list('running', 'asking', 'undecided', 'collecting')) fail(oracle.phase(id));
    oracle.run = 'cancelled';
    oracle.isHeld = false;
  }),
  'run-rolled-back': rollBack,
  'files-restored': (oracle, { checkpoint }) => {
    if (oracle.restoring !== checkpoint) return 'ignored';
    oracle.restoring = null;
    return 'moved';
  },
};

function rollBack(oracle: Oracle, { checkpoint }: RunEventOf<'run-rolled-back'>): Verdict {
  const point = oracle.checkpoints.find(({ id }) => id === checkpoint);
  const isBusy = oracle.run !== 'paused' && oracle.list('running', 'collecting').length > 0;
  return only(point !== undefined && !isBusy && oracle.restoring === null, () => {
    for (const [id, now] of oracle.phases) {
      const then = point?.phases.get(id) ?? now;
      const isKept = ['completed', 'skipped', 'failed', 'collecting'].includes(then.status);
      oracle.phases.set(id, { ...then, executions: now.executions, status: isKept ? then.status : 'pending', execution: null, call: null });
    }
    oracle.values = new Map(point?.values);
    oracle.run = 'paused';
    oracle.goesOnByItself = false;
    oracle.isHeld = false;
    oracle.restoring = point?.hasFiles ? point.id : null;
  });
}

const phaseRules: Rules = {
  'phase-adopted'(oracle, { phase: id, values, artifact }) {
    const phase = oracle.phase(id);
    return only(oracle.run === 'created' && phase.status === 'pending', () => {
      oracle.remember(id, values);
      Object.assign(phase, { status: 'completed', isForced: artifact.isForced });
    });
  },
  'phase-skipped'(oracle, { phase: id }) {
    const phase = oracle.phase(id);
    return only(!oracle.isOver() && ['pending', 'failed', 'undecided'].includes(phase.status), () => {
      Object.assign(phase, { status: 'skipped', ...idle });
      if (oracle.run === 'failed') oracle.run = 'running';
    });
  },
  'phase-retried'(oracle, { phase: id }) {
    const phase = oracle.phase(id);
    return only(!oracle.isOver() && ['failed', 'undecided'].includes(phase.status), () => {
      again(oracle, id, phase);
      if (oracle.run === 'failed') oracle.run = 'running';
    });
  },
  'steering-given': (oracle, { phase }) => only(!oracle.isOver() && !['completed', 'skipped'].includes(oracle.phase(phase).status), () => {}),
  'checkpoint-taken'(oracle, { phase, checkpoint, snapshot }) {
    if (phase !== null && oracle.phase(phase).status !== 'completed') return 'ignored';
    if (oracle.checkpoints.some(({ id }) => id === checkpoint)) return phase === null ? 'illegal' : 'ignored';
    oracle.keep(checkpoint, snapshot !== null, phase === null ? 11 : 10);
    return 'moved';
  },
};

const idle = { execution: null, call: null };

/** A loop is retried where it stands; one that used up its iterations without its end condition tries the last one again. */
function again(oracle: Oracle, id: string, phase: OraclePhase): void {
  const loop = oracle.definition(id).loop;
  Object.assign(phase, { status: 'pending', ...idle });
  if (!loop || !phase.isLooping) return;
  const isDone = 'over' in loop ? phase.done === phase.total : phase.done > 0 && oracle.holds(loop.until);
  if (isDone) phase.status = 'collecting';
  else if (phase.done === loop.max) phase.done -= 1;
}

/** News of an execution counts as long as its phase is busy with it. */
const newsRules: Rules = {
  'question-answered'(oracle, event) {
    const phase = busyWith(oracle, event);
    return only(phase?.status === 'asking' && phase.call === event.call && oracle.run === 'running', () => Object.assign(phase ?? {}, { status: 'running', call: null }));
  },
  'tool-finished'(oracle, event) {
    const phase = busyWith(oracle, event);
    if (phase?.status === 'asking' && phase.call === event.call) Object.assign(phase, { status: 'running', call: null });
    return 'moved';
  },
  'phase-completed': (oracle, event) => known(busyWith(oracle, event), (phase) => complete(oracle, event, phase)),
  'iteration-completed'(oracle, event) {
    const phase = busyWith(oracle, event);
    return known(phase?.isLooping && phase.done === event.iteration ? phase : null, (busy) => iterate(oracle, event, busy));
  },
  'phase-failed': (oracle, event) => known(event.execution === null && cannotBegin(oracle, event.phase) ? oracle.phase(event.phase) : busyWith(oracle, event), fail),
  'decision-needed': (oracle, event) => known(atWork(oracle, event), (phase) => { phase.status = 'undecided'; }),
  'question-asked'(oracle, event) {
    const phase = busyWith(oracle, event);
    const question = `${event.question.kind} ${event.question.text}`;
    const asksAnew = phase?.status === 'asking' && phase.call === event.question.call && event.question.kind === 'approval' && phase.question !== question;
    return known(phase?.status === 'running' || asksAnew ? phase : null, (busy) => Object.assign(busy, { status: 'asking', call: event.question.call, question }));
  },
};

const rules: Rules = { ...runRules, ...phaseRules, ...newsRules };

interface News {
  readonly phase: string;
  readonly execution: string | null;
}

function busyWith(oracle: Oracle, { phase: id, execution }: News): OraclePhase | null {
  const phase = oracle.phase(id);
  const isBusy = execution === null ? phase.status === 'collecting' : phase.execution === execution && ['running', 'asking', 'undecided'].includes(phase.status);
  return isBusy ? phase : null;
}

function atWork(oracle: Oracle, news: News): OraclePhase | null {
  const phase = busyWith(oracle, news);
  return phase?.status === 'running' ? phase : null;
}

function cannotBegin(oracle: Oracle, id: string): boolean {
  const { loop } = oracle.definition(id);
  const { status, isLooping } = oracle.phase(id);
  return loop !== undefined && status === 'pending' && !isLooping && oracle.isUnfit(loop);
}

function complete(oracle: Oracle, { phase: id, values, artifact }: RunEventOf<'phase-completed'>, phase: OraclePhase): void {
  oracle.remember(id, values);
  Object.assign(phase, { status: 'completed', isForced: artifact.isForced, ...idle });
  const isBoundary = !oracle.isAuto && oracle.definition(id).autoProceed !== true;
  if (isBoundary && !oracle.isEverythingSettled()) oracle.isHeld = true;
}

function iterate(oracle: Oracle, { phase: id, values }: RunEventOf<'iteration-completed'>, phase: OraclePhase): void {
  const loop = oracle.definition(id).loop;
  if (!loop) throw new Error('an iteration belongs to a loop');
  oracle.remember(id, values);
  phase.done += 1;
  Object.assign(phase, { status: 'pending', ...idle });
  const isDone = 'over' in loop ? phase.done === phase.total : oracle.holds(loop.until);
  if (isDone) phase.status = 'collecting';
  else if (phase.done === loop.max) phase.status = 'failed';
}

function fail(phase: OraclePhase): void {
  Object.assign(phase, { status: 'failed', ...idle });
}

function only(isLegal: boolean, change: () => unknown): Verdict {
  if (isLegal) change();
  return isLegal ? 'moved' : 'illegal';
}

function known(phase: OraclePhase | null, change: (phase: OraclePhase) => unknown): Verdict {
  if (phase) change(phase);
  return phase ? 'moved' : 'ignored';
}
