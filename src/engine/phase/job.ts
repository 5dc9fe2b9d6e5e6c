import type { ContentHash, ToolCallId, ExecutionId, PhaseId, RunId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import type { Message } from '../model/message.ts';
import type { Narrowing, OutputDefinition, PhaseLimits } from '../model/template.ts';

/** Everything one execution needs to know, resolved: no template, no run, no database behind it. */
export interface PhaseJob {
  readonly run: RunId;
  readonly phase: PhaseId;
  readonly execution: ExecutionId;
  /** Name for people, with the iteration where there is one. */
  readonly title: string;
  /** The rendered prompt. */
  readonly prompt: string;
  /** Upstream artifacts that the phase may see, by phase id. */
  readonly inputs: Readonly<Record<string, Json>>;
  readonly output: OutputDefinition;
  readonly tools: readonly string[];
  /** Permission rules of the template; none unless given. */
  readonly narrowing?: Narrowing;
  readonly limits: PhaseLimits;
  /** Alias or exact model. */
  readonly model: string;
  readonly seed: number;
  readonly history: ConversationHistory;
  /** How many of the texts that people wrote to the phase it was told. */
  readonly steered: number;
  /** Artifacts by whose ids and places the output is checked; the inputs unless given. */
  readonly checkedAgainst?: Readonly<Record<string, Json>>;
  /** What the model is told where its valid artifact came back, and how often one came back so far; `null` otherwise. */
  readonly sentBack: { readonly text: string; readonly times: number } | null;
}

/** What an earlier process recorded of this execution; empty for a new one. */
export interface ConversationHistory {
  readonly messages: readonly Message[];
  /** Tool calls that began. */
  readonly begun: ReadonlySet<ToolCallId>;
  /** Those of them that may have taken effect, and never finished. */
  readonly interrupted: ReadonlySet<ToolCallId>;
  /** Ordinals of the messages that the model is sent in short, with how many messages there were when that began. */
  readonly compacted: ReadonlyMap<number, number>;
  readonly rejections: number;
  /** Base64 of what tools showed, by hash. */
  readonly images: ReadonlyMap<ContentHash, string>;
}

export const newConversation: ConversationHistory = { messages: [], begun: new Set(), interrupted: new Set(), compacted: new Map(), rejections: 0, images: new Map() };
