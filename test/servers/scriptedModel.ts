import { startFaultServer, type FaultServer, type ReceivedRequest, type Reply } from './faultServer.ts';
import { end, start, textBlock, toolBlock } from './messagesStream.ts';

/** One turn of a scripted model, or an answer byte for byte. */
export type ScriptedReply = { readonly text?: string; readonly calls?: readonly { readonly name: string; readonly input: object }[]; readonly stop?: string } | Reply;

export interface ScriptedRequest extends ReceivedRequest {
  /** Names of the offered tools. */
  readonly tools: readonly string[];
  /** Assistant turns in the conversation so far. */
  readonly turn: number;
  /** All text of the conversation, for looking up what it is about. */
  readonly text: string;
}

/** A server on loopback that speaks the Anthropic Messages API and answers as the script decides. Use its `url` as base URL. */
export function startScriptedModel(script: (request: ScriptedRequest) => ScriptedReply): Promise<FaultServer> {
  return startFaultServer((request) => {
    const reply = script({ ...request, tools: toolNames(request.body), turn: turnsIn(request.body), text: JSON.stringify(request.body) });
    return 'body' in reply ? reply : { body: [toStream(reply, request.index)] };
  });
}

function toStream({ text = '', calls = [], stop }: Exclude<ScriptedReply, Reply>, index: number): string {
  const blocks = calls.map(({ name, input }, at) => toolBlock(at + 1, { id: `toolu_${index}_${at}`, name, json: [JSON.stringify(input)] }));
  return [start(), ...(text === '' ? [] : [textBlock(0, text)]), ...blocks, end(stop ?? (calls.length > 0 ? 'tool_use' : 'end_turn'))].join('');
}

function toolNames(body: unknown): readonly string[] {
  return listOf(body, 'tools').map((tool) => (tool as { readonly name: string }).name);
}

function turnsIn(body: unknown): number {
  return listOf(body, 'messages').filter((message) => (message as { readonly role: string }).role === 'assistant').length;
}

function listOf(body: unknown, key: string): readonly unknown[] {
  const list = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[key] : undefined;
  return Array.isArray(list) ? list : [];
}
