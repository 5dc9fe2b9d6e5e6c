import * as z from 'zod';
import type { Usage } from '../model/usage.ts';
import type { LanguageModel } from '../ports/languageModel.ts';
import { costAt } from './prices.ts';
import type { Price } from './priceTable.ts';

const usdPerMillion = z.number().nonnegative().max(100_000);

/** A price of the user's own, in US dollars per million tokens; where no price for cached input is given, it costs what other input costs. */
export const userPrice = z.strictObject({ input: usdPerMillion, output: usdPerMillion, cachedInput: usdPerMillion.optional() });
export type UserPrice = z.infer<typeof userPrice>;

/** The price for `provider/model`; one for `provider/*` holds for all others of the provider. */
export function userPriceOf(reference: string, prices: Readonly<Record<string, UserPrice>> = {}): UserPrice | undefined {
  const [provider = ''] = reference.split('/', 1);
  return [reference, `${provider}/*`].map((name) => (Object.hasOwn(prices, name) ? prices[name] : undefined)).find((price) => price !== undefined);
}

/** The same model at another price. What the vendor does not count stays unknown; what it wrote to a cache counts as input. */
export function withPrice(model: LanguageModel, price: UserPrice): LanguageModel {
  const rate = { input: price.input, output: price.output, cacheRead: price.cachedInput ?? price.input, cacheWrite: price.input };
  return {
    ...model,
    worstCostUsd: ({ input, output }) => costAt(rate, { uncached: input, cacheRead: 0, cacheWrite: 0, output }),
    async *streamTurn(request, signal) {
      for await (const event of model.streamTurn(request, signal)) yield event.type === 'turn-end' ? { ...event, usage: priced(event.usage, rate) } : event;
    },
  };
}

function priced(usage: Usage, rate: Price): Usage {
  const { inputTokens, outputTokens, cachedTokens } = usage;
  if (inputTokens === null || outputTokens === null) return usage;
  const cacheRead = cachedTokens ?? 0;
  return { ...usage, costUsd: costAt(rate, { uncached: inputTokens - cacheRead, cacheRead, cacheWrite: 0, output: outputTokens }) };
}
