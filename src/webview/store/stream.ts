import type { PhaseId, ToolCallId } from '../../engine/model/ids.ts';
import type { JsonSchema } from '../../engine/model/json.ts';
import type { StreamEntry } from '../protocol.ts';

/** The conversation of one phase: settled entries, and what is still arriving. */
export interface StreamState {
  readonly phase: PhaseId;
  readonly entries: readonly StreamEntry[];
  /** What the phase's output must be. */
  readonly schema?: JsonSchema;
  /** Text of the turn in progress. The entry that settles it says the same in full. */
  readonly liveText: string;
  /** Output of the tool calls in progress, by call. */
  readonly progress: Readonly<Record<ToolCallId, string>>;
}

/** Live text beyond this many UTF-16 code units is cut at the front: the settled entry has it all. */
export const liveTextLimit = 50_000;

export function newStream({ phase, entries, schema }: { readonly phase: PhaseId; readonly entries: readonly StreamEntry[]; readonly schema?: JsonSchema | undefined }): StreamState {
  return { phase, entries, ...(schema && { schema }), liveText: '', progress: {} };
}

/** Replaces entries by id, appends new ones. A settled turn ends the live text that announced it. */
export function mergeEntries(stream: StreamState, changes: readonly StreamEntry[]): StreamState {
  const entries = [...stream.entries];
  const progress = { ...stream.progress };
  let { liveText } = stream;
  for (const change of changes) {
    const index = entries.findLastIndex(({ id }) => id === change.id);
    if (index >= 0) entries[index] = change;
    else entries.push(change);
    if (index < 0 && endsTurn(change)) liveText = '';
    if (change.type === 'tool' && change.outcome !== null) delete progress[change.id];
  }
  return { ...stream, entries, liveText, progress };
}

/** What the person wrote may arrive in the middle of a turn; everything else comes after it. */
function endsTurn(entry: StreamEntry): boolean {
  return !(entry.type === 'text' && entry.role === 'user');
}

export function appendText(stream: StreamState, text: string): StreamState {
  return { ...stream, liveText: (stream.liveText + text).slice(-liveTextLimit) };
}

export function appendProgress(stream: StreamState, call: ToolCallId, text: string): StreamState {
  const grown = ((stream.progress[call] ?? '') + text).slice(-liveTextLimit);
  return { ...stream, progress: { ...stream.progress, [call]: grown } };
}
