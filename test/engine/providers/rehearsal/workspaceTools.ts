import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionId, PhaseId, RunId, ToolCallId } from '../../../../src/engine/model/ids.ts';
import type { Json, JsonSchema } from '../../../../src/engine/model/json.ts';
import type { Message, ModelToolCall } from '../../../../src/engine/model/message.ts';
import { nodeFiles } from '../../../../src/engine/node/nodeFiles.ts';
import { nodeShell } from '../../../../src/engine/node/nodeShell.ts';
import type { LanguageModel, ToolSpec, TurnEvent } from '../../../../src/engine/ports/languageModel.ts';
import { createToolbox } from '../../../../src/engine/tools/toolbox.ts';

/** A copy of the sample project that is gone after `remove`. */
export function copySample(): { readonly root: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'phasegate-sample-'));
  cpSync(join(import.meta.dirname, '../../../sample'), root, { recursive: true });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export interface Answer {
  readonly output: string;
  readonly isError: boolean;
}

export interface OfferedTool {
  readonly spec: ToolSpec;
  readonly perform: (input: Json) => Promise<Answer>;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The product's own tools on a folder, without asking for permission. The person always answers the same. */
export async function workspaceTools(root: string, names: readonly string[]): Promise<readonly OfferedTool[]> {
  const environment = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` };
  const toolbox = createToolbox({ files: await nodeFiles(root), shell: nodeShell({ environment }), log: silent });
  const context = {
    call: 'call' as ToolCallId, run: 'run' as RunId, phase: 'phase' as PhaseId, execution: 'execution' as ExecutionId,
    progress: () => undefined, ask: async () => 'Keep it small, please.', artifactOf: async () => undefined,
  };
  return names.flatMap((name) => {
    const tool = toolbox.find(name);
    if (tool === undefined) return [];
    const perform = async (input: Json): Promise<Answer> => {
      const prepared = await tool.prepare(input);
      if (!prepared.ok) return { output: JSON.stringify(prepared.error), isError: true };
      const { output, outcome } = await prepared.value.run(context, new AbortController().signal);
      return { output, isError: outcome !== 'ok' };
    };
    return [{ spec: { name, description: tool.description, inputSchema: tool.inputSchema }, perform }];
  });
}

/** The same tests in one process: `npm` and a process for each file take most of the time. */
export function testingFast(tools: readonly OfferedTool[]): readonly OfferedTool[] {
  return tools.map((tool) => (tool.spec.name === 'run_command' ? { ...tool, perform: () => tool.perform({ command: 'node --test --test-isolation=none' }) } : tool));
}

/** The same tool, answering every call like this. */
export function answering(tools: readonly OfferedTool[], name: string, answer: Answer): readonly OfferedTool[] {
  return tools.map((tool) => (tool.spec.name === name ? { ...tool, perform: async () => answer } : tool));
}

export interface Drive {
  readonly model: LanguageModel;
  readonly prompt: string;
  readonly tools: readonly OfferedTool[];
  readonly schema: JsonSchema;
  /** Why an artifact is turned down; nothing accepts it. */
  readonly judge?: (artifact: Json) => string | null;
  readonly seed?: number;
}

export interface Driven {
  readonly artifact: Json | undefined;
  readonly messages: readonly Message[];
  readonly calls: readonly ModelToolCall[];
  readonly events: readonly TurnEvent[];
  readonly turns: number;
}

/** Runs a conversation until the artifact is accepted or the model stops, at most 40 turns. */
export async function drive({ model, prompt, tools, schema, judge = () => null, seed = 7 }: Drive): Promise<Driven> {
  const messages: Message[] = [{ role: 'user', text: prompt }];
  const offered = [...tools.map(({ spec }) => spec), { name: 'submit_artifact', description: '', inputSchema: schema }];
  const events: TurnEvent[] = [];
  const made: ModelToolCall[] = [];
  for (let turn = 1; turn <= 40; turn += 1) {
    const own: TurnEvent[] = [];
    for await (const event of model.streamTurn({ system: 'Work.', messages: [...messages], tools: offered, maxOutputTokens: 1_000, seed }, new AbortController().signal)) own.push(event);
    events.push(...own);
    const calls = own.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
    made.push(...calls);
    messages.push({ role: 'assistant', text: own.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''), calls });
    if (calls.length === 0) return { artifact: undefined, messages, calls: made, events, turns: turn };
    for (const call of calls) {
      const complaint = call.name === 'submit_artifact' ? judge(call.input) : undefined;
      if (complaint === null) return { artifact: call.input, messages, calls: made, events, turns: turn };
      const tool = tools.find(({ spec }) => spec.name === call.name);
      const { output, isError } = complaint === undefined ? ((await tool?.perform(call.input)) ?? { output: `There is no tool ${call.name}.`, isError: true }) : { output: complaint, isError: true };
      messages.push({ role: 'tool', callId: call.id, name: call.name, output, isError });
    }
  }
  return { artifact: undefined, messages, calls: made, events, turns: 40 };
}
