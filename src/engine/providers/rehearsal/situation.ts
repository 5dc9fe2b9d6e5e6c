import type { Json } from '../../model/json.ts';
import type { TurnRequest } from '../../ports/languageModel.ts';
import { isJsonArray, isJsonObject } from '../jsonShape.ts';
import { hashText } from './artifact/chooser.ts';
import { readConversation, type Conversation } from './conversation.ts';
import { learn, type Knowledge } from './knowledge.ts';
import { toolboxOf, type PlannedCall, type Toolbox } from './toolbox.ts';

/** What to do in a turn: something said, and calls. */
export interface Step {
  readonly say: string;
  readonly calls: readonly PlannedCall[];
}

/** A task of an upstream queue that the prompt names. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly files: readonly string[];
}

export interface Situation {
  readonly conversation: Conversation;
  readonly knowledge: Knowledge;
  readonly toolbox: Toolbox;
  /** One line. */
  readonly goal: string;
  readonly task: Task | null;
  readonly seed: number;
}

export function situationOf(request: TurnRequest): Situation {
  const conversation = readConversation(request);
  return {
    conversation,
    knowledge: learn(conversation),
    toolbox: toolboxOf(request.tools),
    goal: goalIn(taskWithin(conversation.prompt)),
    task: taskIn(conversation),
    seed: (request.seed + hashText(conversation.prompt)) >>> 0,
  };
}

/** A reviewer's prompt holds the task of the phase it reviews. */
function taskWithin(prompt: string): string {
  return /^<task>\n([\s\S]*?)\n<\/task>$/m.exec(prompt)?.[1] ?? prompt;
}

const goalLimit = 160;

/** A tag, the word itself before a colon, or a line of its own that ends in a colon at the beginning of the task; the first in the text counts. */
const goalMarks = [
  /<goal>\s*([\s\S]+?)\s*<\/goal>/i,
  /^[^\w\n]*(?:the[ \t]+)?goal\b[^:\n".]{0,60}:\s*\**\s*(\S.*)$/im,
  /^(?:#.*\n+)?\s*\w[^:\n]{0,60}:[ \t]*\n\s*\n\s*(\S.*)$/m,
] as const;

/** What follows the word "goal", or else the first sentence of the task. */
export function goalIn(prompt: string): string {
  const [marked] = goalMarks.map((mark) => mark.exec(prompt)).filter((found) => found !== null).toSorted((left, right) => left.index - right.index).map(([, text]) => text);
  const sentence = prompt.split('\n').find((line) => /[a-z]{3}/i.test(line) && /\S\s\S/.test(line) && !/^\s*(#|<|```)/.test(line)) ?? prompt;
  const line = (marked ?? sentence).replace(/\s+/g, ' ').replace(/^["'“>*\s]+|["'”*\s]+$/g, '').replace(/[.:]+$/, '');
  return line === '' ? 'the task of this phase' : line.length > goalLimit ? `${line.slice(0, line.lastIndexOf(' ', goalLimit))}…` : line;
}

/** The task whose id or title the prompt mentions; the one in hand comes first in the text. */
function taskIn({ prompt, upstream }: Conversation): Task | null {
  const found = entriesOf(upstream)
    .filter(({ list }) => /^(items|tasks)$/.test(list))
    .map(({ entry }) => ({ entry, at: firstMention(prompt, [entry.title, entry.id]) }))
    .filter(({ at }) => at >= 0)
    .toSorted((left, right) => left.at - right.at)[0]?.entry;
  return found === undefined ? null : { id: found.id, title: found.title, files: found.files };
}

function firstMention(prompt: string, texts: readonly string[]): number {
  const positions = texts.filter((text) => text !== '').map((text) => prompt.search(new RegExp(`(?<![\\w.-])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`))).filter((at) => at >= 0);
  return positions.length === 0 ? -1 : Math.min(...positions);
}

export interface UpstreamEntry {
  readonly list: string;
  readonly phase: string;
  readonly entry: Task & { readonly pointer: string };
}

/** Everything with an id in a list of an upstream artifact. */
export function entriesOf(upstream: Readonly<Record<string, Json>>): readonly UpstreamEntry[] {
  return Object.entries(upstream).flatMap(([phase, data]) =>
    (isJsonArray(data) ? data : [data]).filter(isJsonObject).flatMap((artifact) =>
      Object.entries(artifact).flatMap(([list, value]) => (isJsonArray(value) ? value : []).flatMap((item, index) => toEntry({ list, phase, item, index }))),
    ),
  );
}

function toEntry({ list, phase, item, index }: { readonly list: string; readonly phase: string; readonly item: Json; readonly index: number }): readonly UpstreamEntry[] {
  if (!isJsonObject(item) || typeof item.id !== 'string') return [];
  const title = typeof item.title === 'string' ? item.title : typeof item.name === 'string' ? item.name : '';
  const files = isJsonArray(item.files) ? item.files.filter((file) => typeof file === 'string') : [];
  return [{ list, phase, entry: { id: item.id, title, files, pointer: `/${list}/${index}` } }];
}

/** One of several ways to say it, always the same for the same conversation. */
export function phrase({ seed, conversation }: Situation, options: readonly string[]): string {
  return options[(seed + conversation.turns) % options.length] ?? '';
}
