import { assertNever } from '../base/assert.ts';
import type { AgentEvent, AgentOutcome } from '../agent/agentEvent.ts';
import type { ContentRef } from '../model/content.ts';
import type { RunEvent } from '../model/fact.ts';
import type { Message } from '../model/message.ts';
import type { LiveSignal } from '../model/signal.ts';
import type { Ids } from '../ports/ids.ts';
import type { StoredText } from '../ports/store.ts';
import type { PhaseJob } from './job.ts';
import type { OutputGate } from './outputGate.ts';
import { textKeeper } from './textKeeper.ts';

/** Events to be made durable together, with the texts they mention. */
export interface PhaseRecord {
  readonly events: readonly RunEvent[];
  readonly texts: readonly StoredText[];
}

/** Speaks of one execution in the language of facts. */
export interface Recorder {
  message(message: Message): PhaseRecord;
  /** The rejection the gate has not reported yet. */
  rejected(gate: OutputGate): PhaseRecord;
  keep(raw: string): { readonly raw: ContentRef | null; readonly record: PhaseRecord };
  /** Passes an agent's events on as records; what only streams becomes a signal. */
  follow(agent: AsyncGenerator<AgentEvent, AgentOutcome>, gate: OutputGate): AsyncGenerator<PhaseRecord, AgentOutcome>;
}

export function recorder(job: PhaseJob, ports: { readonly ids: Ids; readonly signal: (signal: LiveSignal) => void }): Recorder {
  const { phase, execution } = job;
  const texts = textKeeper(ports.ids);
  let ordinal = job.history.messages.length;

  const toRecord = (...events: readonly RunEvent[]): PhaseRecord => ({ events, texts: texts.take() });
  const message = (added: Message): PhaseRecord =>
    toRecord({ type: 'message-added', phase, execution, ordinal: ordinal++, role: added.role, content: texts.keep(JSON.stringify(added)) });
  const rejection = (gate: OutputGate): readonly RunEvent[] => {
    const taken = gate.takeRejection();
    return taken ? [{ type: 'output-rejected', phase, execution, raw: texts.keep(taken.raw), issues: [...taken.issues] }] : [];
  };
  const toEvents = (event: Exclude<AgentEvent, { type: 'text-delta' | 'message' }>, gate: OutputGate): readonly RunEvent[] => {
    switch (event.type) {
      case 'tool-started':
        return [{ ...event, phase, execution, input: texts.keep(event.input) }];
      case 'tool-finished':
        return [{ ...event, phase, execution, output: texts.keep(event.output) }, ...rejection(gate)];
      case 'turn-ended':
      case 'turn-retried':
        return [{ ...event, phase, execution }];
      default:
        return assertNever(event);
    }
  };

  return {
    message,
    rejected: (gate) => toRecord(...rejection(gate)),
    keep(raw) {
      const kept = raw === '' ? null : texts.keep(raw);
      return { raw: kept, record: toRecord() };
    },
    async *follow(agent, gate) {
      for (let step = await agent.next(); ; step = await agent.next()) {
        if (step.done) return step.value;
        const event = step.value;
        if (event.type === 'text-delta') ports.signal({ ...event, runId: job.run, phase, execution });
        else yield event.type === 'message' ? message(event.message) : toRecord(...toEvents(event, gate));
      }
    },
  };
}
