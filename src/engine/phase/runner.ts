import type { Redaction } from '../base/redaction.ts';
import { callExecutor } from '../agent/callExecutor.ts';
import type { AgentOutcome } from '../agent/agentEvent.ts';
import { conversationImages, type ConversationImages } from '../agent/conversationImages.ts';
import { inbox, type Inbox } from '../agent/inbox.ts';
import { answeredCalls, runAgent } from '../agent/loop.ts';
import type { TurnPorts } from '../agent/turn.ts';
import type { Blockage } from '../model/blockage.ts';
import { failed, type Failure } from '../model/failure.ts';
import { lossesText } from '../model/schemaLoss.ts';
import type { Issue } from '../model/artifact.ts';
import type { ContentRef } from '../model/content.ts';
import type { ToolCallId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import type { Message } from '../model/message.ts';
import type { LiveSignal } from '../model/signal.ts';
import { shownImages } from '../model/shownImages.ts';
import { submitArtifactTool } from '../model/toolName.ts';
import type { Question } from '../model/wait.ts';
import type { CallBudget } from '../ports/callBudget.ts';
import type { Clock } from '../ports/clock.ts';
import type { Preface } from '../ports/guidance.ts';
import type { Ids } from '../ports/ids.ts';
import type { LanguageModel, LanguageModels, ToolSpec } from '../ports/languageModel.ts';
import type { Log } from '../ports/log.ts';
import type { OutputContract, OutputSchemas } from '../ports/outputSchemas.ts';
import type { Permission, Tool, Toolbox } from '../ports/tool.ts';
import type { Steering } from '../ports/steering.ts';
import type { VendorLimiter } from '../ports/vendorLimiter.ts';
import { deadline, type Deadline } from './deadline.ts';
import type { PhaseJob } from './job.ts';
import { offeredTools } from './offeredTools.ts';
import { lastSaid, repliesTo } from './sentBack.ts';
import { outputGate, type OutputGate } from './outputGate.ts';
import { openingMessage, systemPrompt } from './prompt.ts';
import { recorder, type PhaseRecord, type Recorder } from './recorder.ts';

export interface PhasePorts {
  readonly models: LanguageModels;
  readonly toolbox: Toolbox;
  readonly permission: Permission;
  readonly schemas: OutputSchemas;
  /** Rules of the project; none unless given. */
  readonly preface?: Preface;
  readonly clock: Clock;
  readonly redaction: Redaction;
  readonly budget: CallBudget;
  readonly vendors: VendorLimiter;
  readonly ids: Ids;
  readonly ask: (question: Question, signal: AbortSignal) => Promise<string>;
  readonly signal: (signal: LiveSignal) => void;
  readonly isSuspended: () => boolean;
  readonly steering: Steering;
  /** Diagnostics; none unless given. */
  readonly log?: Pick<Log, 'info'>;
}

export type PhaseOutcome =
  /** `said`: what the model wrote in the turn that submitted it. */
  | { readonly type: 'completed'; readonly data: Json; readonly contract: OutputContract; readonly said: string }
  | { readonly type: 'undecided'; readonly failure: Failure; readonly raw: ContentRef | null; readonly issues: readonly Issue[]; readonly record: PhaseRecord }
  | { readonly type: 'suspended' }
  | { readonly type: 'blocked'; readonly by: Blockage }
  | { readonly type: 'failed'; readonly failure: Failure };

const maxOutputTokens = 16_000;

/** One execution of a phase: yields what is to be recorded, in order, and returns how it ended. */
export async function* runPhase(ports: PhasePorts, job: PhaseJob, signal: AbortSignal): AsyncGenerator<PhaseRecord, PhaseOutcome> {
  const model = await ports.models.resolve(job.model);
  if (!model.ok) return { type: 'failed', failure: model.error };
  const contract = await ports.schemas.compile(job.output);
  if (!contract.ok) return { type: 'failed', failure: failed('bad-input', `The output schema of "${job.title}" does not compile: ${contract.error}`) };
  if (job.history.messages.length === 0) noteLosses(ports, { job, model: model.value, contract: contract.value });
  const tools = await offeredTools(ports, job, signal);
  if (!tools.ok) return { type: 'failed', failure: tools.error };
  const { limits, history, inputs, checkedAgainst = inputs } = job;
  const gate = outputGate({ contract: contract.value, upstream: checkedAgainst, attempts: limits.attempts, rejections: history.rejections });
  const time = deadline(ports.clock, limits.timeoutMs);
  try {
    const [messages, compacted] = [[...history.messages], new Map(history.compacted)];
    const images = conversationImages((text) => ports.ids.hash(text), { byHash: history.images, shown: () => shownImages(messages, compacted) });
    const conversation = { job, messages, compacted, news: inbox(ports.steering, job.steered), gate, time, tools: tools.value, model: model.value, record: recorder(job, ports), images };
    const outcome = yield* converse(ports, conversation, AbortSignal.any([signal, time.signal]));
    return toPhaseOutcome(outcome, conversation, contract.value);
  } finally {
    time.dispose();
    await ports.toolbox.endOf?.(job.execution);
  }
}

/** Once in each execution, for the model and those that may take over from it. */
function noteLosses({ log }: PhasePorts, { job, model, contract }: { readonly job: PhaseJob; readonly model: LanguageModel; readonly contract: OutputContract }): void {
  for (let asked: LanguageModel | undefined = model; asked; asked = asked.next) {
    const losses = asked.lossesOf?.(contract.schema) ?? [];
    if (losses.length > 0) log?.info(`"${job.title}": ${lossesText({ models: [asked.id], type: contract.type, losses })}`);
  }
}

interface Conversation {
  readonly job: PhaseJob;
  /** Grows as it goes on. */
  readonly messages: Message[];
  /** See `AgentJob.compacted`. */
  readonly compacted: Map<number, number>;
  readonly news: Inbox;
  readonly gate: OutputGate;
  readonly time: Deadline;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly model: LanguageModel;
  readonly record: Recorder;
  readonly images: ConversationImages;
}

async function* converse(ports: PhasePorts, conversation: Conversation, signal: AbortSignal): AsyncGenerator<PhaseRecord, AgentOutcome> {
  const { job, messages, compacted, news, gate, time, tools, model, record, images } = conversation;
  const executor = callExecutor({ ...callPorts(ports, conversation), tools, gate: { name: submitArtifactTool, offer: (data) => gate.offer(data) } });
  const request = { system: systemPrompt, tools: [...[...tools.values()].map(toSpec), gate.spec], maxOutputTokens, seed: job.seed, images: images.byHash };
  const talk = (): AsyncGenerator<PhaseRecord, AgentOutcome> => {
    const agent = runAgent({ model, executor, inbox: news, isSuspended: ports.isSuspended, ...patient(ports, time) }, { request, messages, compacted, maxTurns: job.limits.maxTurns }, signal);
    return record.follow(agent, gate);
  };
  if (messages.length === 0) {
    const opening = openingMessage(job, (await ports.preface?.text(signal)) ?? '');
    messages.push(opening);
    yield record.message(opening);
  }
  for (const message of repliesTo(messages, job.sentBack)) {
    messages.push(message);
    yield record.message(message);
  }
  for (let outcome = stopOf(messages) ?? (yield* talk()); ; outcome = yield* talk()) {
    if (outcome.type !== 'stopped') return outcome;
    if (news.hasNews()) continue;
    const reminder = reminderFor(gate, outcome);
    yield record.rejected(gate, reminder);
    if (reminder === null) return { type: 'ended' };
    messages.push(reminder);
  }
}

/** Waiting for others, for room in a budget or for a vendor, is not the phase's own time. */
function patient({ budget, vendors, clock, redaction }: PhasePorts, time: Deadline): Pick<TurnPorts, 'budget' | 'vendors' | 'sleep' | 'redaction'> {
  return {
    redaction,
    budget: { reserve: (...call) => time.untimed(() => budget.reserve(...call)) },
    vendors: { admit: (...call) => time.untimed(() => vendors.admit(...call)) },
    sleep: (ms, signal) => time.untimed(() => clock.sleep(ms, signal)),
  };
}

/** A conversation that was cut short after the model had stopped goes on from there. */
function stopOf(messages: readonly Message[]): AgentOutcome | null {
  const last = messages.at(-1);
  return last?.role === 'assistant' && last.calls.length === 0 ? { type: 'stopped', text: last.text, isCutOff: false } : null;
}

function reminderFor(gate: OutputGate, { text, isCutOff }: Extract<AgentOutcome, { type: 'stopped' }>): Message | null {
  const reminder = gate.missed(text);
  if (reminder === null) return null;
  return { role: 'user', text: isCutOff ? `Your answer was cut off at the limit of its length. Go on from there, in shorter pieces.\n\n${reminder}` : reminder };
}

function callPorts(ports: PhasePorts, { job, news, time, images }: Conversation) {
  const { phase, execution, run, inputs, history } = job;
  return {
    execution,
    context: { phase, execution, artifactOf: async (id: string) => (Object.hasOwn(inputs, id) ? inputs[id] : undefined) },
    permission: ports.permission,
    origin: { run, phase, narrowing: job.narrowing ?? {} },
    clock: ports.clock,
    redaction: ports.redaction,
    images,
    past: answeredCalls(history.messages),
    begun: history.begun,
    interrupted: history.interrupted,
    ask: (question: Question, signal: AbortSignal) => time.untimed(() => ports.ask(question, signal)),
    hasNews: (call: ToolCallId) => news.hasNews(call),
    progress: (call: Question['call'], text: string) => ports.signal({ type: 'tool-progress', runId: run, phase, execution, call, text }),
  };
}

function toSpec({ name, description, inputSchema }: Tool): ToolSpec {
  return { name, description, inputSchema };
}

function toPhaseOutcome(outcome: AgentOutcome, { job, messages, gate, time, record }: Conversation, contract: OutputContract): PhaseOutcome {
  if (gate.accepted !== undefined) return { type: 'completed', data: gate.accepted, contract, said: lastSaid(messages) };
  if (outcome.type === 'suspended' || outcome.type === 'blocked') return outcome;
  if (time.hasPassed()) return { type: 'failed', failure: failed('timeout', `"${job.title}" did not finish within ${job.limits.timeoutMs / 1_000} seconds of work.`) };
  if (outcome.type === 'failed') return outcome;
  const rejection = gate.lastRejection;
  const issues = rejection?.issues ?? [];
  const attempts = job.limits.attempts === 1 ? '1 attempt' : `${job.limits.attempts} attempts`;
  const failure = rejection?.kind === 'no-artifact'
    ? failed('no-artifact', `"${job.title}" stopped without submitting an artifact; it had ${attempts}.`)
    : failed('invalid-artifact', `"${job.title}" did not produce a valid artifact in ${attempts}.`);
  return { type: 'undecided', failure, issues, ...record.keep(rejection?.raw ?? '') };
}
