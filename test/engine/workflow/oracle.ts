import type { Json } from '../../../src/engine/model/json.ts';
import type { Predicate } from '../../../src/engine/model/predicate.ts';
import type { PhaseDefinition, WorkflowTemplate } from '../../../src/engine/model/template.ts';

type PhaseStatus = 'pending' | 'running' | 'asking' | 'undecided' | 'collecting' | 'completed' | 'failed' | 'skipped';

/** One phase as the oracle keeps it: plain and changeable. */
export interface OraclePhase {
  status: PhaseStatus;
  /** Id of what it works on or waits with, of the call that asks, and what it asks. */
  execution: string | null;
  call: string | null;
  question: string;
  executions: number;
  /** Whether its loop has begun, how many iterations are done, and how many there will be. */
  isLooping: boolean;
  done: number;
  total: number | null;
  /** Of the completed phase's artifact. */
  isForced: boolean;
}

interface OracleCheckpoint {
  readonly id: string;
  readonly hasFiles: boolean;
  readonly phases: Map<string, OraclePhase>;
  readonly values: Map<string, Json>;
}

/** What anybody can see of a run, in one comparable piece. */
export interface Picture {
  readonly run: string;
  readonly isHeld: boolean;
  readonly phases: Readonly<Record<string, string>>;
  readonly checkpoints: readonly string[];
  /** What conditions and loops can ask about. */
  readonly values: Readonly<Record<string, Json>>;
}

export type Verdict = 'moved' | 'ignored' | 'illegal';

/**
 * The rules of a run told a second time: a table of phases that is changed in place, without anything from
 * `src/engine/workflow`. It is slow, forgets nothing, and only has to be right.
 */
export class Oracle {
  run = 'created';
  isHeld = false;
  isAuto: boolean;
  /** Paused for a vendor: it goes on by itself, so a person may still pause it. */
  goesOnByItself = false;
  restoring: string | null = null;
  values = new Map<string, Json>();
  phases: Map<string, OraclePhase>;
  checkpoints: OracleCheckpoint[] = [];
  readonly #definitions: readonly PhaseDefinition[];
  readonly #maxParallel: number;

  constructor(template: WorkflowTemplate, { isAuto, maxParallel }: { isAuto: boolean; maxParallel: number }) {
    this.isAuto = isAuto;
    this.#maxParallel = maxParallel;
    this.#definitions = template.phases;
    this.phases = new Map(template.phases.map(({ id }) => [id, { status: 'pending', execution: null, call: null, question: '', executions: 0, isLooping: false, done: 0, total: null, isForced: false }]));
  }

  /** To go back to, should what follows be refused. */
  copy(): Partial<Oracle> {
    const phases = new Map([...this.phases].map(([id, phase]) => [id, { ...phase }]));
    const { run, isHeld, isAuto, goesOnByItself, restoring } = this;
    return { run, isHeld, isAuto, goesOnByItself, restoring, phases, values: new Map(this.values), checkpoints: [...this.checkpoints] };
  }

  /** Everything else follows from a run's own rules: rounds in which whatever is ready begins, in the order of the template. */
  settle(): void {
    while (this.run === 'running' && this.#round()) { /* until a round changes nothing */ }
  }

  picture(): Picture {
    const phases = Object.fromEntries([...this.phases].map(([id, { status, isLooping, done, isForced }]) => [id, `${status}${isLooping ? ` ${done}` : ''}${status === 'completed' && isForced ? ' forced' : ''}`]));
    return { run: this.run, isHeld: this.isHeld, phases, checkpoints: this.checkpoints.map(({ id }) => id), values: Object.fromEntries(this.values) };
  }

  definition(id: string): PhaseDefinition {
    const found = this.#definitions.find((phase) => phase.id === id);
    if (!found) throw new Error(`no phase ${id}`);
    return found;
  }

  list(...statuses: readonly PhaseStatus[]): readonly string[] {
    return this.#definitions.map(({ id }) => id).filter((id) => statuses.some((status) => this.phases.get(id)?.status === status));
  }

  isOver(): boolean {
    return this.run === 'completed' || this.run === 'cancelled';
  }

  isEverythingSettled(): boolean {
    return this.list('completed', 'skipped').length === this.phases.size;
  }

  phase(id: string): OraclePhase {
    const found = this.phases.get(id);
    if (!found) throw new Error(`no phase ${id}`);
    return found;
  }

  holds(predicate: Predicate): boolean {
    if ('all' in predicate) return !predicate.all.some((part) => !this.holds(part));
    if ('any' in predicate) return predicate.any.some((part) => this.holds(part));
    if ('not' in predicate) return !this.holds(predicate.not);
    const { op, value } = predicate;
    const there = this.values.get(predicate.path);
    if (op === 'exists') return (value ?? true) === this.values.has(predicate.path);
    if (typeof there !== 'number') return false;
    if (op === 'in') return Array.isArray(value) && value.includes(there);
    const sign = Math.sign(there - Number(value));
    return { eq: sign === 0, ne: sign !== 0, gt: sign > 0, lt: sign < 0, ge: sign >= 0, le: sign <= 0, matches: false }[op];
  }

  remember(id: string, values: Readonly<Record<string, Json>>): void {
    for (const path of this.values.keys()) if (path.startsWith(`${id}.`)) this.values.delete(path);
    for (const [path, value] of Object.entries(values)) this.values.set(path, value);
  }

  keep(id: string, hasFiles: boolean, most: number): void {
    this.checkpoints.push({ id, hasFiles, phases: new Map([...this.phases].map(([name, phase]) => [name, { ...phase }])), values: new Map(this.values) });
    while (this.checkpoints.length > most) this.checkpoints.shift();
  }

  #round(): boolean {
    const busy = [...this.list('running', 'asking', 'undecided', 'collecting')];
    if (this.list('failed').length > 0) {
      if (busy.length > 0) return false;
      this.run = 'failed';
      return true;
    }
    if (this.isEverythingSettled()) {
      this.run = 'completed';
      this.isHeld = false;
      return true;
    }
    const ready = this.list('pending').filter((id) => (this.definition(id).dependsOn ?? []).every((above) => ['completed', 'skipped'].includes(this.phase(above).status)));
    return ready.map((id) => this.#begin(id, busy)).some(Boolean);
  }

  /** `busy` grows by what begins. */
  #begin(id: string, busy: string[]): boolean {
    const phase = this.phase(id);
    const { when, loop } = this.definition(id);
    const isNew = phase.executions === 0 && !phase.isLooping;
    if (this.isHeld && isNew) return false;
    if (when && isNew && !this.holds(when)) {
      phase.status = 'skipped';
      return true;
    }
    if (loop && !phase.isLooping) {
      this.#beginLoop(phase, loop);
      return true;
    }
    if (!this.#mayBegin(id, busy)) return false;
    busy.push(id);
    phase.executions += 1;
    phase.status = 'running';
    phase.execution = `run/${id}/${phase.executions}`;
    return true;
  }

  #beginLoop(phase: OraclePhase, loop: NonNullable<PhaseDefinition['loop']>): void {
    if (this.isUnfit(loop)) {
      phase.status = 'failed';
      return;
    }
    const items = 'over' in loop ? this.values.get(loop.over) : undefined;
    phase.isLooping = true;
    phase.total = Array.isArray(items) ? items.length : null;
    if (phase.total === 0) phase.status = 'collecting';
  }

  /** Its list is none, or too long. */
  isUnfit(loop: NonNullable<PhaseDefinition['loop']>): boolean {
    const items = 'over' in loop ? this.values.get(loop.over) : [];
    return !(Array.isArray(items) && items.length <= loop.max);
  }

  #mayBegin(id: string, busy: readonly string[]): boolean {
    if (busy.length === 0) return true;
    const together = [id, ...busy].map((name) => this.definition(name));
    const writers = together.filter(({ tools }) => tools?.includes('write_file'));
    return together.length <= this.#maxParallel && together.every(({ parallelizable }) => parallelizable) && (writers.length < 2 || !writers.some((writer) => writer.id === id));
  }
}
