import assert from 'node:assert/strict';
import type { Failure } from '../../../src/engine/model/failure.ts';
import type { Json } from '../../../src/engine/model/json.ts';
import type { Message } from '../../../src/engine/model/message.ts';
import type { Usage } from '../../../src/engine/model/usage.ts';
import type { TurnEndReason } from '../../../src/engine/model/message.ts';
import type { LanguageModel, TurnEvent, TurnRequest } from '../../../src/engine/ports/languageModel.ts';

/** What a scripted model does when it is asked for a turn. */
export type ScriptedTurn = (request: TurnRequest, signal: AbortSignal) => AsyncIterable<TurnEvent>;

export interface ScriptedModel extends LanguageModel {
  /** The conversations it was asked to go on with. */
  readonly asked: readonly (readonly Message[])[];
  readonly requests: readonly TurnRequest[];
  /** Streams that were opened and are not closed yet. */
  readonly openStreams: () => number;
}

/** Plays one turn after the other; being asked for more than the script holds is a failure of the test. */
export function scriptedModel(script: readonly ScriptedTurn[] | ((request: TurnRequest) => ScriptedTurn), id = 'scripted/one', window: Pick<LanguageModel, 'contextTokens' | 'countTokens'> = {}): ScriptedModel {
  const requests: TurnRequest[] = [];
  let open = 0;
  return {
    id,
    ...window,
    requests,
    get asked() {
      return requests.map(({ messages }) => messages);
    },
    openStreams: () => open,
    async *streamTurn(request, signal) {
      requests.push({ ...request, messages: [...request.messages] });
      const turn = typeof script === 'function' ? script(request) : script[requests.length - 1];
      assert(turn, `the script has no turn ${requests.length}`);
      open += 1;
      try {
        yield* turn(request, signal);
      } finally {
        open -= 1;
      }
    },
  };
}

export const someUsage: Usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: 0.01 };

export interface Answer {
  readonly text?: string;
  /** Name and input of each call; an id is made from its place unless given. */
  readonly calls?: readonly (readonly [name: string, input: Json, id?: string])[];
  readonly reason?: TurnEndReason;
  readonly usage?: Usage;
}

export function answers({ text = '', calls = [], reason, usage = someUsage }: Answer): ScriptedTurn {
  return async function* () {
    if (text !== '') yield { type: 'text-delta', text };
    for (const [index, [name, input, id]] of calls.entries()) yield { type: 'tool-call', call: { id: id ?? `c${index + 1}`, name, input } };
    yield { type: 'turn-end', reason: reason ?? (calls.length > 0 ? 'tool-calls' : 'stop'), usage };
  };
}

/** The same with signed reasoning. */
export function signed(turn: ScriptedTurn): ScriptedTurn {
  return async function* (request, signal) {
    for await (const event of turn(request, signal)) yield event.type === 'turn-end' ? { ...event, opaque: { signed: true } } : event;
  };
}

export function submits(data: Json): ScriptedTurn {
  return answers({ calls: [['submit_artifact', data]] });
}

/** Arguments that were not JSON. */
export function sendsBroken(name: string, malformed: string): ScriptedTurn {
  return async function* () {
    yield { type: 'tool-call', call: { id: 'c1', name, input: null, malformed } };
    yield { type: 'turn-end', reason: 'length', usage: someUsage };
  };
}

export function fails(failure: Failure, text = ''): ScriptedTurn {
  return async function* () {
    if (text !== '') yield { type: 'text-delta', text };
    yield { type: 'turn-failed', failure };
  };
}

/** The connection ends without an ending. */
export function breaksOff(text: string): ScriptedTurn {
  return async function* () {
    yield { type: 'text-delta', text };
  };
}

/** Says something, then nothing until it is stopped. */
export function hangs(text = ''): ScriptedTurn {
  return async function* (_request, signal) {
    if (text !== '') yield { type: 'text-delta', text };
    await aborted(signal);
    yield { type: 'turn-failed', failure: { kind: 'cancelled', message: 'Stopped.', isRetryable: false } };
  };
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
