import type { Redaction } from '../../base/redaction.ts';
import { ok } from '../../base/result.ts';
import { failed } from '../../model/failure.ts';
import type { Exchange, Exchanges } from '../../ports/exchanges.ts';
import type { LanguageModel, LanguageModels, TurnEvent } from '../../ports/languageModel.ts';
import { positionHash, requestHash } from './requestHash.ts';

export const recordedProvider = 'recorded';

/**
 * Answers each request as it was answered when it was recorded, offline and at no cost: `recorded` by whatever model did,
 * `recorded/<provider>/<model>` by that one. Where tools answer otherwise than then (times, paths), it goes on with what was said at the
 * same place. Asked the same again, it gives the next recorded answer, and the last one ever after.
 */
export function recordedModels(exchanges: Pick<Exchanges, 'of'>, redaction: Redaction): LanguageModels {
  return {
    async resolve(reference) {
      const by = reference.slice(recordedProvider.length + 1);
      return ok(recordedModel({ id: `${recordedProvider}/${by || 'any'}`, by, exchanges, redaction }));
    },
  };
}

interface Recorded {
  readonly id: string;
  /** Empty: by any model. */
  readonly by: string;
  readonly exchanges: Pick<Exchanges, 'of'>;
  readonly redaction: Redaction;
}

function recordedModel({ id, by, exchanges, redaction }: Recorded): LanguageModel {
  const asked = new Map<string, number>();
  return {
    id,
    worstCostUsd: () => 0,
    async *streamTurn(request, signal) {
      if (signal.aborted) return yield { type: 'turn-failed', failure: failed('cancelled', 'The model was stopped.') };
      const [hash, position] = [requestHash(request, redaction), positionHash(request, redaction)];
      const all = (await exchanges.of(position)).filter((exchange) => isWhole(exchange) && (by === '' || exchange.model === by));
      const exact = all.filter((exchange) => exchange.request === hash);
      const known = exact.length > 0 ? exact : all;
      const index = asked.get(position) ?? 0;
      asked.set(position, index + 1);
      const exchange = known[Math.min(index, known.length - 1)];
      if (exchange === undefined) return yield { type: 'turn-failed', failure: failed('not-found', `No answer was recorded for this request (${hash.slice(0, 12)}): the task, the template or what was said differs from then.`) };
      for (const { event } of exchange.events) yield free(event);
    },
  };
}

/** One that was left early, or cancelled, has no answer to give. */
function isWhole({ events }: Exchange): boolean {
  const last = events.at(-1)?.event;
  return last?.type === 'turn-end' || (last?.type === 'turn-failed' && last.failure.kind !== 'cancelled');
}

function free(event: TurnEvent): TurnEvent {
  return event.type === 'turn-end' ? { ...event, usage: { ...event.usage, costUsd: 0 } } : event;
}
