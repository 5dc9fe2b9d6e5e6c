import type { Redaction } from '../base/redaction.ts';
import { mapText } from '../model/jsonText.ts';
import type { TurnEvent } from '../ports/languageModel.ts';

/**
 * What a model says, without the keys of this host, also where one comes in pieces: text that may be the beginning of a key waits for
 * what follows.
 */
export async function* withoutKeys(events: AsyncIterable<TurnEvent>, redaction: Redaction): AsyncGenerator<TurnEvent> {
  let waiting = '';
  for await (const event of events) {
    if (event.type === 'text-delta') {
      const text = redaction.keys(waiting + event.text);
      const length = text.length - redaction.openEnd(text);
      waiting = text.slice(length);
      if (length > 0) yield { type: 'text-delta', text: text.slice(0, length) };
      continue;
    }
    if (waiting !== '') yield { type: 'text-delta', text: waiting };
    waiting = '';
    yield cleaned(event, redaction);
  }
  if (waiting !== '') yield { type: 'text-delta', text: waiting };
}

function cleaned(event: Exclude<TurnEvent, { type: 'text-delta' }>, { keys }: Redaction): TurnEvent {
  switch (event.type) {
    case 'tool-call': {
      const { name, input, malformed } = event.call;
      return { type: 'tool-call', call: { ...event.call, name: keys(name), input: mapText(input, keys), ...(malformed !== undefined && { malformed: keys(malformed) }) } };
    }
    case 'turn-end':
      return event.opaque === undefined ? event : { ...event, opaque: mapText(event.opaque, keys) };
    case 'turn-failed':
      return { type: 'turn-failed', failure: { ...event.failure, message: keys(event.failure.message) } };
  }
}
