import { readFileSync } from 'node:fs';
import { toParams } from '../../src/engine/providers/anthropic/toParams.ts';
import { priceTables } from '../../src/engine/providers/priceTable.ts';
import { systemPrompt } from '../../src/engine/phase/prompt.ts';
import type { LanguageModel, ToolSpec, TurnRequest } from '../../src/engine/ports/languageModel.ts';
import { converse } from './conversation.ts';

export interface CachingFigures {
  /** What the input of the whole phase costs, as a share of what it costs with neither. */
  readonly cached: number;
  readonly compacted: number;
  readonly both: number;
  /** Share of the input that a prefix cache serves. */
  readonly hitRate: number;
}

const turns = 60;
const modelName = 'claude-sonnet-5-5';
/** Small enough that a phase of this length fills it several times. */
const windowTokens = 60_000;
const charactersPerToken = 4;

/** A phase of sixty turns, each with a call that answers a few thousand characters, as one that reads its way through a code base. */
export async function measureCaching(): Promise<CachingFigures> {
  const [plain, compacted] = [await requestsOf(undefined), await requestsOf(windowTokens)];
  const base = billed(plain, false).cost;
  const both = billed(compacted, true);
  return { cached: billed(plain, true).cost / base, compacted: billed(compacted, false).cost / base, both: both.cost / base, hitRate: both.hitRate };
}

/** The requests as they go over the wire, block by block in the order in which a vendor caches them. */
async function requestsOf(contextTokens: number | undefined): Promise<readonly (readonly string[])[]> {
  const requests: (readonly string[])[] = [];
  await converse({ model: reader(contextTokens, (request) => requests.push(blocksOf(request))), system: systemPrompt, tools: tools(), output: fileOf, maxTurns: turns });
  return requests;
}

function reader(contextTokens: number | undefined, asked: (request: TurnRequest) => void): LanguageModel {
  return {
    id: `anthropic/${modelName}`,
    contextTokens,
    async *streamTurn(request) {
      asked(request);
      const number = request.messages.length;
      yield { type: 'text-delta', text: `Next I look at part ${number}, because the one before names it.` };
      yield { type: 'tool-call', call: { id: `call-${number}`, name: 'read_file', input: { path: `src/part-${number}.ts` } } };
      yield { type: 'turn-end', reason: 'tool-calls', usage: { inputTokens: Math.ceil(blocksOf(request).join('').length / charactersPerToken), outputTokens: 60, cachedTokens: null, costUsd: null } };
    },
  };
}

function blocksOf(request: TurnRequest): readonly string[] {
  const { tools: offered = [], system = [], messages } = toParams(modelName, request);
  return [...offered, ...(typeof system === 'string' ? [system] : system), ...messages].map((block) => JSON.stringify(block));
}

/** At the list price: what stood before in the same place is read from the cache, the rest is written to it. */
function billed(requests: readonly (readonly string[])[], isCached: boolean): { readonly cost: number; readonly hitRate: number } {
  const price = priceTables['anthropic']?.rows.find(({ model }) => model === modelName)?.price ?? { input: 1, output: 1, cacheRead: 0.1, cacheWrite: 1.25 };
  let [cost, read, all] = [0, 0, 0];
  for (const [index, blocks] of requests.entries()) {
    const same = blocks.findIndex((block, place) => requests[index - 1]?.[place] !== block);
    const served = isCached && index > 0 ? size(blocks.slice(0, same < 0 ? blocks.length : same)) : 0;
    cost += served * price.cacheRead + (size(blocks) - served) * (isCached ? price.cacheWrite : price.input);
    [read, all] = [read + served, all + size(blocks)];
  }
  return { cost, hitRate: read / all };
}

function size(blocks: readonly string[]): number {
  return blocks.reduce((sum, block) => sum + block.length, 0);
}

function tools(): readonly ToolSpec[] {
  return ['read_file', 'search_text', 'edit_file', 'run_command', 'submit_artifact'].map((name) => ({ name, description: `What ${name} does, in a few lines. `.repeat(8), inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] } }));
}

const source = readFileSync(new URL(import.meta.url), 'utf8');

/** Between one and six thousand characters, different for each call. */
function fileOf(call: number): string {
  return `// part ${call}\n${source.repeat(2).slice(call * 13, call * 13 + 1_000 + ((call * 733) % 5_000))}`;
}
