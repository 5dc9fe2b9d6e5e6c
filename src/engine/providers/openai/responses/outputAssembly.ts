import type { OpenAI } from 'openai';
import { parseArguments, type RawCall } from '../../callArguments.ts';
import { withOwnIds } from '../../callIds.ts';

type Item = OpenAI.Responses.ResponseOutputItem;
type Event = OpenAI.Responses.ResponseStreamEvent;
type CallItem = Extract<Item, { type: 'function_call' }>;

interface OpenItem {
  item: Item;
  argumentsText: string;
  /** Its content or arguments are all there. */
  isWhole: boolean;
}

export interface FinishedCall extends RawCall {
  readonly isWhole: boolean;
}

export interface FinishedOutput {
  readonly items: readonly Item[];
  readonly calls: readonly FinishedCall[];
  readonly isRefusal: boolean;
  /** Text that nobody saw stream. */
  readonly unseenText: string;
}

export interface OutputAssembly {
  /** Takes an event in and answers the text that a reader sees, if any. */
  add(event: Event): string;
  /** `whole` is the response as its last event has it; it fills in what was never streamed. */
  finish(whole: readonly Item[], newId: (ordinal: number) => string): FinishedOutput;
}

/** Puts the items of a response together from its events; servers other than the vendor's leave some of them out. */
export function outputAssembly(): OutputAssembly {
  const open = new Map<string, OpenItem>();
  const shown = new Set<string>();
  return {
    add(event) {
      if (event.type === 'response.output_item.added') open.set(keyOf(event.output_index, event.item.id), { item: event.item, argumentsText: '', isWhole: false });
      return event.type === 'response.output_item.done' ? close({ open, shown }, event) : grow({ open, shown }, event);
    },
    finish: (whole, newId) => finish([...open.values()], whole, newId),
  };
}

interface Growing {
  readonly open: Map<string, OpenItem>;
  /** Whose text was streamed. */
  readonly shown: Set<string>;
}

function grow({ open, shown }: Growing, event: Event): string {
  if (event.type === 'response.output_text.delta' || event.type === 'response.refusal.delta') {
    shown.add(keyOf(event.output_index, event.item_id));
    return event.delta;
  }
  if (event.type !== 'response.function_call_arguments.delta' && event.type !== 'response.function_call_arguments.done') return '';
  const entry = open.get(keyOf(event.output_index, event.item_id));
  if (entry && event.type === 'response.function_call_arguments.delta') entry.argumentsText += event.delta;
  if (entry && event.type === 'response.function_call_arguments.done') {
    entry.argumentsText = event.arguments;
    entry.isWhole = true;
  }
  return '';
}

function keyOf(index: number | undefined, id: string | undefined | null): string {
  return index === undefined ? `id ${id ?? ''}` : `at ${index}`;
}

function close({ open, shown }: Growing, { output_index, item }: Extract<Event, { type: 'response.output_item.done' }>): string {
  const key = keyOf(output_index, item.id);
  const argumentsText = item.type === 'function_call' ? argumentsOf(item) || (open.get(key)?.argumentsText ?? '') : '';
  open.set(key, { item, argumentsText, isWhole: !isIncomplete(item) });
  return shown.has(key) ? '' : textOf(item);
}

function isIncomplete(item: Item): boolean {
  return 'status' in item && item.status === 'incomplete';
}

/** Some servers send the arguments as an object. */
function argumentsOf(item: CallItem): string {
  const value: unknown = item.arguments;
  return typeof value === 'string' ? value : JSON.stringify(value ?? {});
}

function textOf(item: Item): string {
  return item.type === 'message' ? item.content.map((part) => (part.type === 'output_text' ? part.text : part.refusal)).join('') : '';
}

function finish(open: readonly OpenItem[], whole: readonly Item[], newId: (ordinal: number) => string): FinishedOutput {
  const streamed = open.map((entry) => completed(entry, whole));
  const entries = streamed.length > 0 ? streamed : whole.map((item) => ({ item, argumentsText: item.type === 'function_call' ? argumentsOf(item) : '', isWhole: !isIncomplete(item) }));
  return {
    items: entries.map(({ item }) => item),
    calls: withOwnIds(entries.flatMap(({ item, argumentsText, isWhole }) => (item.type === 'function_call' ? [{ id: item.call_id ?? '', name: item.name, argumentsText, isWhole }] : [])), newId),
    isRefusal: entries.some(({ item }) => item.type === 'message' && item.content.some(({ type }) => type === 'refusal')),
    unseenText: streamed.length > 0 ? '' : entries.map(({ item }) => textOf(item)).join(''),
  };
}

/** A call that was never closed may still stand whole in the last event. */
function completed(entry: OpenItem, whole: readonly Item[]): OpenItem {
  const { item } = entry;
  if (entry.isWhole || item.type !== 'function_call') return entry;
  const found = whole.find((other) => other.type === 'function_call' && other.call_id === item.call_id && other.status !== 'incomplete');
  return found?.type === 'function_call' && parseArguments(argumentsOf(found)) !== undefined ? { item: found, argumentsText: argumentsOf(found), isWhole: true } : entry;
}
