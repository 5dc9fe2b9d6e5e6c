import { shapesOnly } from '../../../src/engine/base/redaction.ts';
import type { AgentEvent, AgentOutcome } from '../../../src/engine/agent/agentEvent.ts';
import { callExecutor, type CallPorts, type GateAnswer } from '../../../src/engine/agent/callExecutor.ts';
import { runAgent } from '../../../src/engine/agent/loop.ts';
import type { ExecutionId, PhaseId, RunId } from '../../../src/engine/model/ids.ts';
import type { Message } from '../../../src/engine/model/message.ts';
import type { CallBudget } from '../../../src/engine/ports/callBudget.ts';
import type { LanguageModel } from '../../../src/engine/ports/languageModel.ts';
import type { Steering } from '../../../src/engine/ports/steering.ts';
import type { VendorLimiter } from '../../../src/engine/ports/vendorLimiter.ts';
import { conversationImages } from '../../../src/engine/agent/conversationImages.ts';
import { shownImages } from '../../../src/engine/model/shownImages.ts';
import { nodeIds } from '../../../src/engine/node/nodeIds.ts';
import { inbox } from '../../../src/engine/agent/inbox.ts';
import { unlimited, waits } from './callPorts.ts';
import { allowAll, type FakeTool } from './fakeTools.ts';
import { manualClock } from './manualClock.ts';
import { scriptedModel, type ScriptedTurn, signed, submits } from './scriptedModel.ts';

export interface Setup extends Partial<Omit<CallPorts, 'tools'>> {
  readonly tools?: readonly FakeTool[];
  /** In place of the scripted one. */
  readonly model?: LanguageModel;
  readonly messages?: readonly Message[];
  readonly compacted?: Map<number, number>;
  readonly contextTokens?: number | undefined;
  readonly countTokens?: LanguageModel['countTokens'];
  readonly maxTurns?: number;
  /** Every turn of the scripted model comes with signed reasoning. */
  readonly reasons?: boolean;
  readonly budget?: CallBudget;
  readonly given?: Steering['given'];
  readonly vendors?: VendorLimiter;
  readonly isSuspended?: () => boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: AgentEvent) => void;
}

export interface Talk {
  readonly outcome: AgentOutcome;
  readonly events: readonly AgentEvent[];
  readonly messages: readonly Message[];
  readonly model: ReturnType<typeof scriptedModel>;
  readonly naps: readonly number[];
}

export const execution = 'run/plan/1' as ExecutionId;
export const finish = submits({ ok: true });

/** Talks a script through to its end. */
export async function talk(script: readonly ScriptedTurn[], setup: Setup = {}): Promise<Talk> {
  const model = scriptedModel(setup.reasons === true ? script.map(signed) : script, 'scripted/one', { contextTokens: setup.contextTokens, ...(setup.countTokens && { countTokens: setup.countTokens }) });
  const clock = manualClock();
  const news = inbox({ given: setup.given ?? (() => []) }, 0);
  const messages: Message[] = [...(setup.messages ?? [{ role: 'user', text: 'Go.' } as const])];
  const compacted = setup.compacted ?? new Map<number, number>();
  const images = conversationImages((text) => nodeIds().hash(text), { byHash: new Map(), shown: () => shownImages(messages, compacted) });
  const executor = callExecutor({
    execution, clock, redaction: shapesOnly,
    context: { phase: 'plan' as PhaseId, execution, artifactOf: async () => undefined },
    permission: allowAll, origin: { run: 'run' as RunId, phase: 'plan' as PhaseId, narrowing: {} }, ask: async () => 'Allow', progress: () => {}, images, hasNews: (call) => news.hasNews(call), begun: new Set(), interrupted: new Set(),
    gate: { name: 'submit_artifact', offer: async (): Promise<GateAnswer> => ({ type: 'accepted' }) },
    ...setup,
    tools: new Map((setup.tools ?? []).map((tool) => [tool.name, tool])),
  });
  const ports = { model: setup.model ?? model, executor, inbox: news, redaction: shapesOnly, ...waits(clock), ...(setup.vendors && { vendors: setup.vendors }), budget: setup.budget ?? unlimited, isSuspended: setup.isSuspended ?? (() => false) };
  const job = { request: { system: '', tools: [], maxOutputTokens: 100, seed: 1, images: images.byHash }, messages, compacted, maxTurns: setup.maxTurns ?? 10 };
  const agent = runAgent(ports, job, setup.signal ?? new AbortController().signal);
  const events: AgentEvent[] = [];
  for (let step = await agent.next(); ; step = await agent.next()) {
    if (step.done) return { outcome: step.value, events, messages, model, naps: clock.naps };
    events.push(step.value);
    setup.onEvent?.(step.value);
  }
}

export function results({ messages }: Talk): readonly string[] {
  return messages.flatMap((message) => (message.role === 'tool' ? [message.output] : []));
}

export function kinds({ events }: Talk): string {
  return events.map(({ type }) => type).join(' ');
}

export function outcomes({ events }: Talk): readonly string[] {
  return events.flatMap((event) => (event.type === 'tool-finished' ? [event.outcome] : []));
}
