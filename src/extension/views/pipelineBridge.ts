import type * as vscode from 'vscode';
import { DisposableStore } from '../../engine/base/disposable.ts';
import type { PhaseId, RunId } from '../../engine/model/ids.ts';
import { isReviewExecution } from '../../engine/model/reviewExecution.ts';
import type { LiveSignal } from '../../engine/model/signal.ts';
import type { Advance } from '../../engine/runtime/writer.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { toRunHeader } from '../../engine/workflow/view.ts';
import { toHost, type ToView } from '../../webview/protocol.ts';
import type { Composition } from '../compose.ts';
import type { Session } from '../session.ts';
import { forecastWords } from '../commands/forecastWords.ts';
import { emptyMessage } from './emptyMessage.ts';
import { LiveTexts } from './liveTexts.ts';
import { NewsBatch } from './newsBatch.ts';
import { outputSchemaOf } from './outputSchema.ts';
import { withoutCommands, withoutPhaseCommands } from './readOnlyView.ts';
import { handleRequest } from './pipelineHandlers.ts';
import { changedPhases } from './runChanges.ts';
import { PhaseStream } from './streamEntries.ts';
import { withWriterTurn } from './writerTurn.ts';

/** One and a half frames: the eye sees text flow, and a page of many phases is not drawn anew for every word. */
const batchMs = 25;

/** Something that happened, in order: a commit of the run shown, or text as it streams. */
type News = { readonly type: 'advance'; readonly advance: Advance } | { readonly type: 'signal'; readonly signal: LiveSignal };

/**
 * Shows the run in focus to one webview: a whole snapshot when it is ready or becomes visible, then what changed, numbered
 * per webview, together with the live stream of the selected phase; at most every 25 ms, but the first words of a turn at once.
 */
export class PipelineBridge implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #session: Session;
  readonly #subscriptions = new DisposableStore();
  #followed: { readonly composition: Composition; readonly subscriptions: DisposableStore } | undefined;
  #shown: RunState | undefined;
  #selected: PhaseId | null = null;
  #stream: PhaseStream | undefined;
  readonly #live = new LiveTexts();
  /** The run that the one shown waits for, as it was told last. */
  #waitsFor: RunId | null = null;
  #forecast: { readonly forecast?: string } = {};
  #seq = 0;
  readonly #news = new NewsBatch<News>(batchMs, () => this.#enqueue(() => this.#flush()));
  #work: Promise<void> = Promise.resolve();
  #isReady = false;

  constructor(webview: vscode.Webview, session: Session) {
    this.#webview = webview;
    this.#session = session;
    this.#subscriptions.add(webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    this.#subscriptions.add(session.onDidChange(() => this.show()));
  }

  dispose(): void {
    this.#news.dispose();
    this.#followed?.subscriptions.dispose();
    this.#subscriptions.dispose();
  }

  /** Everything from the start. Call it when the webview becomes visible; harmless before it is ready. */
  show(): void {
    if (this.#isReady) this.#enqueue(() => this.#showAll());
  }

  /** Selects a phase from outside, as a click in a tree does. */
  select(phase: PhaseId): void {
    this.#selected = phase;
    this.show();
  }

  #receive(message: unknown): void {
    const parsed = toHost.safeParse(message);
    if (!parsed.success) return;
    const { data } = parsed;
    if (data.type === 'ready') this.#isReady = true;
    if (data.type === 'ready' || data.type === 'resync') return this.show();
    if (data.type === 'select') return this.#enqueue(() => this.#select(data.phase));
    handleRequest(data, this.#shown?.id);
  }

  async #showAll(): Promise<void> {
    const composition = await this.#session.open();
    this.#follow(composition);
    const state = composition?.focus.state;
    const view = state && composition.focus.view;
    if (!composition || !view) {
      this.#shown = undefined;
      this.#post(emptyMessage(this.#session.situation, composition ? await composition.runs.projects() : []));
      return;
    }
    if (state.id !== this.#shown?.id && !(this.#selected && state.phases[this.#selected])) this.#selected = null;
    if (state.id !== this.#shown?.id) this.#live.clear();
    this.#shown = state;
    for (const item of this.#news.take()) this.#keepLive(item);
    const { run, phases } = composition.isReadOnly ? withoutCommands(view) : view;
    this.#waitsFor = composition.engine.writers.waitsFor(state.id);
    this.#forecast = await forecastOf(composition, state);
    this.#post({ type: 'snapshot', view: { seq: this.#seq, run: { ...run, ...this.#forecast }, phases: withWriterTurn(composition, state.id, phases) }, selected: this.#selected });
    await this.#select(this.#selected);
  }

  /** Listens to the engine that is open now, and to no other. */
  #follow(composition: Composition | undefined): void {
    if (this.#followed?.composition === composition) return;
    this.#followed?.subscriptions.dispose();
    this.#followed = undefined;
    if (!composition) return;
    const subscriptions = new DisposableStore();
    subscriptions.add(composition.engine.onAdvance((advance) => this.#tell({ type: 'advance', advance }, advance.state.id)));
    subscriptions.add(composition.engine.onSignal((signal) => this.#tell({ type: 'signal', signal }, signal.runId)));
    subscriptions.add(composition.engine.writers.onDidChange(() => {
      if (this.#shown && composition.engine.writers.waitsFor(this.#shown.id) !== this.#waitsFor) this.show();
    }));
    subscriptions.add(composition.focus.onDidChange(() => {
      if (composition.focus.state?.id !== this.#shown?.id) this.show();
    }));
    this.#followed = { composition, subscriptions };
  }

  async #select(phase: PhaseId | null): Promise<void> {
    this.#selected = phase;
    this.#stream = undefined;
    const shown = this.#shown;
    const composition = this.#followed?.composition;
    if (phase === null || !shown || !composition) return;
    const { store, schemas } = composition;
    const stream = new PhaseStream(phase, (ref) => store.text(ref));
    const schema = await outputSchemaOf(schemas, shown, phase);
    const facts = await store.facts(shown.id);
    const news = this.#news.take();
    this.#postChange(news);
    for (const item of news) this.#keepLive(item);
    this.#live.settle(facts);
    await stream.add([...facts, ...news.flatMap((item) => (item.type === 'advance' ? item.advance.facts : []))]);
    this.#stream = stream;
    this.#post({ type: 'stream', phase, entries: [...stream.entries], ...(schema && { schema }) });
    const text = this.#live.of(phase);
    if (text !== '') this.#post({ type: 'text-delta', phase, text });
  }

  #tell(news: News, run: RunId): void {
    if (run !== this.#shown?.id) return;
    this.#news.add(news, { isUrgent: news.type === 'signal' && this.#isFirstText(news.signal) });
  }

  /** Of the phase that is looked at, and nothing of this turn was said before. */
  #isFirstText({ type, phase }: LiveSignal): boolean {
    return type === 'text-delta' && phase === this.#selected && this.#live.of(phase) === '' && !this.#news.items.some((item) => item.type === 'signal' && item.signal.type === type && item.signal.phase === phase);
  }

  async #flush(): Promise<void> {
    const news = this.#news.take();
    this.#postChange(news);
    for (const message of await this.#streamMessages(news)) this.#post(message);
  }

  #keepLive(item: News): void {
    if (item.type === 'advance') this.#live.settle(item.advance.facts);
    else if (item.signal.type === 'text-delta') this.#live.append(item.signal.phase, item.signal.text);
  }

  #postChange(news: readonly News[]): void {
    const last = news.findLast((item) => item.type === 'advance');
    if (!last || !this.#shown || last.advance.state.seq <= this.#shown.seq) return;
    const { state } = last.advance;
    const composition = this.#followed?.composition;
    const changed = changedPhases(this.#shown, state);
    const phases = composition ? withWriterTurn(composition, state.id, changed) : [...changed];
    const isReadOnly = composition?.isReadOnly === true;
    this.#shown = state;
    this.#seq += 1;
    this.#post({ type: 'changed', seq: this.#seq, run: { ...toRunHeader(state), ...this.#forecast, ...(isReadOnly && { commands: [] }) }, phases: isReadOnly ? phases.map(withoutPhaseCommands) : phases });
  }

  /** In order: a text that settles must come after the pieces that announced it. */
  async #streamMessages(news: readonly News[]): Promise<readonly ToView[]> {
    const messages: ToView[] = [];
    for (const item of news) {
      this.#keepLive(item);
      if (item.type === 'signal') addSignal(messages, item.signal, this.#selected);
      else if (this.#stream && this.#selected) {
        const entries = await this.#stream.add(item.advance.facts);
        if (entries.length > 0) messages.push({ type: 'stream-changed', phase: this.#selected, entries: [...entries] });
      }
    }
    return messages;
  }

  /** One thing after the other: a snapshot and the changes after it never overtake each other. */
  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => this.#followed?.composition.log.error('A view could not be brought up to date.', error));
  }

  #post(message: ToView): void {
    void this.#webview.postMessage(message);
  }
}

/** Where it is still to be started. */
async function forecastOf(composition: Composition, { situation, template, model }: RunState): Promise<{ readonly forecast?: string }> {
  return situation.status === 'created' ? { forecast: await forecastWords(composition, template, model) } : {};
}

/** Pieces of one text become one message. */
function addSignal(messages: ToView[], signal: LiveSignal, selected: PhaseId | null): void {
  if (signal.phase !== selected || isReviewExecution(signal.execution)) return;
  const last = messages.at(-1);
  if (signal.type === 'text-delta') {
    if (last?.type === 'text-delta') messages[messages.length - 1] = { ...last, text: last.text + signal.text };
    else messages.push({ type: 'text-delta', phase: signal.phase, text: signal.text });
  } else if (last?.type === 'tool-progress' && last.call === signal.call) messages[messages.length - 1] = { ...last, text: last.text + signal.text };
  else messages.push({ type: 'tool-progress', phase: signal.phase, call: signal.call, text: signal.text });
}
