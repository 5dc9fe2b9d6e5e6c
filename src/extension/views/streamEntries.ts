import type { ContentRef } from '../../engine/model/content.ts';
import type { Fact, RunEvent, RunEventOf } from '../../engine/model/fact.ts';
import type { PhaseId } from '../../engine/model/ids.ts';
import { message } from '../../engine/model/message.ts';
import { isReviewExecution } from '../../engine/model/reviewExecution.ts';
import type { StreamEntry } from '../../webview/protocol.ts';
import { RollbackNotes } from './rollbackNotes.ts';
import { toNote } from './streamNote.ts';

/** The whole text behind a reference. */
export type ReadText = (ref: ContentRef) => Promise<string>;

type ToolEntry = Extract<StreamEntry, { type: 'tool' }>;

/** Longer texts are cut for the panel; the tool call itself opens in full. */
const shownCharacters = 20_000;

/** The conversation of one phase, built from its facts, all attempts and iterations in order. */
export class PhaseStream {
  readonly #phase: PhaseId;
  readonly #readText: ReadText;
  readonly #entries = new Map<string, StreamEntry>();
  readonly #rollbacks: RollbackNotes;
  #seq = 0;

  constructor(phase: PhaseId, readText: ReadText) {
    this.#phase = phase;
    this.#rollbacks = new RollbackNotes(phase);
    this.#readText = readText;
  }

  get entries(): readonly StreamEntry[] {
    return [...this.#entries.values()];
  }

  /** Takes facts in; answers with the entries that are new or changed. Facts of other phases and known ones do nothing. */
  async add(facts: readonly Fact[]): Promise<readonly StreamEntry[]> {
    const changed = new Map<string, StreamEntry>();
    for (const fact of facts) {
      if (fact.seq <= this.#seq) continue;
      this.#seq = fact.seq;
      const isOwn = 'phase' in fact.event && fact.event.phase === this.#phase;
      const entry = this.#rollbacks.add(fact) ?? (isOwn ? await this.#toEntry(fact) : undefined);
      if (!entry) continue;
      this.#entries.set(entry.id, entry);
      changed.set(entry.id, entry);
    }
    return [...changed.values()];
  }

  async #toEntry(fact: Fact): Promise<StreamEntry | undefined> {
    const { event } = fact;
    // A review has a conversation of its own; what comes of it is told here.
    if (isWithinReview(event)) return undefined;
    if (event.type === 'steering-given') return { type: 'text', id: `fact-${fact.seq}`, at: fact.at, role: 'user', text: shown(event.text) };
    if (event.type === 'message-added') return event.steering === undefined ? this.#toText(fact, event) : { type: 'note', id: `fact-${fact.seq}`, at: fact.at, level: 'info', text: 'The model is told.' };
    if (event.type === 'tool-started') return this.#toStartedTool(fact, event);
    return event.type === 'tool-finished' ? this.#toFinishedTool(event) : toNote(fact);
  }

  async #toText({ at }: Fact, { execution, ordinal, content }: RunEventOf<'message-added'>): Promise<StreamEntry | undefined> {
    const added = message.parse(JSON.parse(await this.#readText(content)));
    if (added.role === 'tool' || added.text.trim() === '') return undefined;
    return { type: 'text', id: `${execution}/message-${ordinal}`, at, role: added.role, text: shown(added.text) };
  }

  async #toStartedTool({ at }: Fact, { call, name, input }: RunEventOf<'tool-started'>): Promise<ToolEntry> {
    return { type: 'tool', id: call, at, name, input: shown(await this.#readText(input)), outcome: null, output: null, durationMs: null };
  }

  async #toFinishedTool({ call, outcome, output, durationMs }: RunEventOf<'tool-finished'>): Promise<ToolEntry | undefined> {
    const started = this.#entries.get(call);
    return started?.type === 'tool' ? { ...started, outcome, output: shown(await this.#readText(output)), durationMs } : undefined;
  }
}

function isWithinReview(event: RunEvent): boolean {
  return 'execution' in event && event.execution !== null && isReviewExecution(event.execution) && event.type !== 'review-started' && event.type !== 'review-finished';
}

function shown(text: string): string {
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}\n… and ${text.length - shownCharacters} more characters`;
}
