import { revealHidden } from '../../base/hiddenText.ts';
import { err, ok } from '../../base/result.ts';
import type { Failure } from '../../model/failure.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { EditorTool, EditorTools } from '../../ports/editorTools.ts';
import type { PreparedCall, PrepareProblem, Tool, ToolResult } from '../../ports/tool.ts';
import { boundedSchema } from '../boundedSchema.ts';
import { answerResult } from '../mcp/answerText.ts';
import { editorToolHash } from './editorPins.ts';

export interface EditorCalls {
  readonly editor: EditorTools;
  readonly callMs: number;
}

const longest = { description: 4_000, schema: 50_000, answer: 8_000_000 };

/** Another extension's tool: nothing is known of what it does, so it counts as a command. */
export function editorTool(calls: EditorCalls, tool: EditorTool, offered: string): Tool {
  const told = `From the editor: ${revealHidden(tool.description)}`;
  const hash = editorToolHash(tool);
  return {
    name: offered,
    description: told.length > longest.description ? `${told.slice(0, longest.description)}…` : told,
    inputSchema: boundedSchema(tool.inputSchema, longest.schema),
    effect: 'process',
    prepare(input) {
      if (!isJsonObject(input)) return Promise.resolve(err<PrepareProblem>({ type: 'bad-input', issues: [{ pointer: '', message: 'must be an object' }] }));
      const name = revealHidden(tool.name);
      const prepared: PreparedCall = {
        intent: { title: `editor: ${name}`, detail: `Tool of the editor, ${name}\n${revealHidden(JSON.stringify(input, null, 2))}`, effect: 'process', definition: hash },
        run: (_, signal) => run(calls, { tool, input }, signal),
      };
      return Promise.resolve(ok(prepared));
    },
  };
}

async function run({ editor, callMs }: EditorCalls, { tool, input }: { readonly tool: EditorTool; readonly input: JsonObject }, signal: AbortSignal): Promise<ToolResult> {
  const now = editor.list().find(({ name }) => name === tool.name);
  if (!now) return { outcome: 'error', output: 'The editor does not have this tool any more. Go on without it, and say so.' };
  if (editorToolHash(now) !== editorToolHash(tool)) return { outcome: 'denied', output: 'This tool describes itself differently from when the phase began, so nothing was called. Go on without it, and say so.' };
  const time = AbortSignal.timeout(callMs);
  const answer = await editor.invoke({ name: tool.name, input }, AbortSignal.any([signal, time]));
  if (!answer.ok) return failedResult(answer.error, !signal.aborted && time.aborted);
  const characters = answer.value.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0);
  if (characters > longest.answer) return { outcome: 'error', output: `The tool answered ${characters.toLocaleString('en')} characters, more than can be kept. Whatever it does is done: ask it for less.` };
  return answerResult({ content: answer.value, isError: false });
}

function failedResult({ kind, message }: Failure, isLate: boolean): ToolResult {
  if (isLate) return { outcome: 'timeout', output: 'The tool did not answer in time. Whether the call took effect is unknown: look before you repeat it.' };
  return { outcome: kind === 'cancelled' ? 'cancelled' : kind === 'permission' ? 'denied' : 'error', output: message.slice(0, 4_000) };
}
