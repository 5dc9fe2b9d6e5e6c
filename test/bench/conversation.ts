import { shapesOnly } from '../../src/engine/base/redaction.ts';
import { inbox } from '../../src/engine/agent/inbox.ts';
import { runAgent } from '../../src/engine/agent/loop.ts';
import type { CallExecutor } from '../../src/engine/agent/callExecutor.ts';
import { ok } from '../../src/engine/base/result.ts';
import type { ExecutionId } from '../../src/engine/model/ids.ts';
import type { Message, ToolMessage } from '../../src/engine/model/message.ts';
import { noSpending } from '../../src/engine/model/usage.ts';
import type { LanguageModel, ToolSpec } from '../../src/engine/ports/languageModel.ts';

export interface BenchTalk {
  readonly model: LanguageModel;
  readonly system: string;
  readonly tools: readonly ToolSpec[];
  /** What the n-th call of the conversation answers. */
  readonly output: (call: number) => string;
  readonly maxTurns: number;
}

/** One conversation through the agent's own loop, with nothing around it: no store, no limits, no waiting. Returns the number of its events. */
export async function converse({ model, system, tools, output, maxTurns }: BenchTalk): Promise<number> {
  let [calls, events] = [0, 0];
  const executor: CallExecutor = {
    execution: 'bench/1' as ExecutionId,
    async *execute({ call }) {
      const message: ToolMessage = { role: 'tool', callId: call.id, name: call.name, output: output(++calls), isError: false };
      yield { type: 'message', message };
      return { type: 'answered', message };
    },
  };
  const ports = {
    model, executor, redaction: shapesOnly,
    inbox: inbox({ given: () => [] }, 0),
    budget: { reserve: async () => ok({ isUnpriced: false, settle: () => noSpending }) },
    vendors: { admit: async () => ok({ answered: () => {}, dropped: () => {}, failed: () => ({ type: 'give-up' as const }) }) },
    sleep: async () => {},
    isSuspended: () => false,
  };
  const messages: Message[] = [{ role: 'user', text: 'Find out how the parts of this workspace belong together, and change what the plan says.' }];
  const agent = runAgent(ports, { request: { system, tools, maxOutputTokens: 4_000, seed: 1 }, messages, compacted: new Map(), maxTurns }, new AbortController().signal);
  for (let step = await agent.next(); !step.done; step = await agent.next()) events += 1;
  return events;
}
