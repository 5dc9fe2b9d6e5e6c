import { assertNever } from '../base/assert.ts';
import type { Redaction } from '../base/redaction.ts';
import type { AgentEvent, AgentOutcome } from '../agent/agentEvent.ts';
import type { ContentRef } from '../model/content.ts';
import type { RunEvent } from '../model/fact.ts';
import type { Message } from '../model/message.ts';
import type { LiveSignal } from '../model/signal.ts';
import { isWriter, submitArtifactTool } from '../model/toolName.ts';
import type { Ids } from '../ports/ids.ts';
import type { StoredText } from '../ports/store.ts';
import type { PhaseJob } from './job.ts';
import type { OutputGate } from './outputGate.ts';
import { textKeeper } from './textKeeper.ts';

/** Events to be made durable together, with the texts they mention. */
export interface PhaseRecord {
  /** A side effect or another paid turn comes next: this, and all before it, must be durable before the phase goes on. */
  readonly isBarrier: boolean;
  readonly events: readonly RunEvent[];
  readonly texts: readonly StoredText[];
}

/** Speaks of one execution in the language of facts. */
export interface Recorder {
  message(message: Message): PhaseRecord;
  /** The rejection the gate has not reported yet, with what the model is told about it, if it may go on. */
  rejected(gate: OutputGate, reminder: Message | null): PhaseRecord;
  keep(raw: string): { readonly raw: ContentRef | null; readonly record: PhaseRecord };
  /** Passes an agent's events on as records; what only streams becomes a signal. */
  follow(agent: AsyncGenerator<AgentEvent, AgentOutcome>, gate: OutputGate): AsyncGenerator<PhaseRecord, AgentOutcome>;
}

export function recorder(job: PhaseJob, ports: { readonly ids: Ids; readonly redaction: Redaction; readonly signal: (signal: LiveSignal) => void }): Recorder {
  const { phase, execution } = job;
  const texts = textKeeper(ports);
  let ordinal = job.history.messages.length;

  const toRecord = (...events: readonly RunEvent[]): PhaseRecord => ({ events, texts: texts.take(), isBarrier: events.some(hasSideEffects) });
  const added = (message: Message | null, steering?: number): readonly RunEvent[] =>
    message ? [{ type: 'message-added', phase, execution, ordinal: ordinal++, role: message.role, content: texts.keep(JSON.stringify(message)), ...(steering !== undefined && { steering }) }] : [];
  const rejection = (gate: OutputGate): readonly RunEvent[] => {
    const taken = gate.takeRejection();
    return taken ? [{ type: 'output-rejected', phase, execution, raw: texts.keep(taken.raw), issues: [...taken.issues] }] : [];
  };
  const toEvents = (event: Exclude<AgentEvent, { type: 'text-delta' | 'turn-due' }>, gate: OutputGate): readonly RunEvent[] => {
    switch (event.type) {
      case 'message':
        return added(event.message, event.steering);
      case 'tool-started':
        return [{ ...event, phase, execution, input: texts.keep(ports.redaction.all(event.input)) }];
      case 'tool-finished': {
        const { message, images, ...finished } = event;
        for (const { ref, base64 } of images ?? []) texts.keepAsIs({ hash: ref.content.hash, text: base64 });
        return [{ ...finished, phase, execution, output: texts.keep(event.output), ...(images && { images: images.map(({ ref }) => ref) }) }, ...rejection(gate), ...added(message)];
      }
      case 'turn-ended': {
        const { message, ...ended } = event;
        return [{ ...ended, phase, execution }, ...added(message)];
      }
      case 'context-compacted':
        return [{ ...event, messages: [...event.messages], phase, execution }];
      case 'price-unknown':
      case 'turn-retried':
        return [{ ...event, phase, execution }];
      default:
        return assertNever(event);
    }
  };

  return {
    message: (message) => toRecord(...added(message)),
    rejected: (gate, reminder) => toRecord(...rejection(gate), ...added(reminder)),
    keep(raw) {
      const kept = raw === '' ? null : texts.keep(raw);
      return { raw: kept, record: toRecord() };
    },
    async *follow(agent, gate) {
      try {
        for (let step = await agent.next(); ; step = await agent.next()) {
          if (step.done) return step.value;
          const event = step.value;
          if (event.type === 'text-delta') ports.signal({ ...event, runId: job.run, phase, execution });
          else if (event.type === 'turn-due') yield { events: [], texts: [], isBarrier: true };
          else yield toRecord(...toEvents(event, gate));
        }
      } finally {
        await agent.return({ type: 'ended' });
      }
    },
  };
}

/** Whether something outside the conversation changes right after the event. */
function hasSideEffects(event: RunEvent): boolean {
  return event.type === 'tool-started' && event.name !== submitArtifactTool && isWriter(event.name);
}
