import type { Redaction } from '../../base/redaction.ts';
import { ok } from '../../base/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExchangeEvent, Exchanges } from '../../ports/exchanges.ts';
import type { LanguageModel, LanguageModels, TurnEvent } from '../../ports/languageModel.ts';
import { recordedProvider } from './recordedModel.ts';
import { positionHash, requestHash } from './requestHash.ts';

export interface RecordingPorts {
  readonly exchanges: Exchanges;
  readonly redaction: Redaction;
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
}

/** Pieces of text that come within this time are kept as one: what matters is the text and how it came, not each packet. */
const joinedMs = 50;

/** The same models, each exchange with them kept. What the recorded provider answers is not recorded again. */
export function recordingModels(models: LanguageModels, ports: RecordingPorts): LanguageModels {
  return {
    async resolve(reference) {
      const found = await models.resolve(reference);
      return found.ok ? ok(recording(found.value, ports)) : found;
    },
  };
}

function recording(model: LanguageModel, ports: RecordingPorts): LanguageModel {
  if (model.id.startsWith(`${recordedProvider}/`)) return model;
  const { exchanges, redaction, clock } = ports;
  return {
    ...model,
    ...(model.next && { next: recording(model.next, ports) }),
    async *streamTurn(request, signal) {
      const [startedAt, startedMs] = [clock.now(), clock.monotonicMs()];
      const events: ExchangeEvent[] = [];
      try {
        for await (const event of model.streamTurn(request, signal)) {
          add(events, { atMs: Math.round(clock.monotonicMs() - startedMs), event });
          yield event;
        }
      } finally {
        exchanges.keep(() => ({ request: requestHash(request, redaction), position: positionHash(request, redaction), model: model.id, startedAt, events: cleaned(events, redaction) }));
      }
    },
  };
}

function add(events: ExchangeEvent[], { atMs, event }: ExchangeEvent): void {
  const last = events.at(-1);
  if (event.type === 'text-delta' && last?.event.type === 'text-delta' && atMs - last.atMs < joinedMs) {
    events[events.length - 1] = { atMs: last.atMs, event: { type: 'text-delta', text: last.event.text + event.text } };
  } else events.push({ atMs, event });
}

function cleaned(events: readonly ExchangeEvent[], redaction: Redaction): readonly ExchangeEvent[] {
  return events.map(({ atMs, event }) => ({ atMs, event: withoutSecrets(event, redaction) }));
}

/** Strings are cleaned one by one, so that what is left is still the event it was. */
function withoutSecrets(event: TurnEvent, redaction: Redaction): TurnEvent {
  return JSON.parse(JSON.stringify(event, (_, value: unknown) => (typeof value === 'string' ? redaction.all(value) : value))) as TurnEvent;
}
