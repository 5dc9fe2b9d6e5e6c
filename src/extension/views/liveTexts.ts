import type { Fact, RunEvent } from '../../engine/model/fact.ts';
import type { PhaseId } from '../../engine/model/ids.ts';

/** What of a turn under way is kept, in UTF-16 code units; the fact that settles it has it all. */
const keptCharacters = 50_000;

interface Live {
  readonly text: string;
  /** Number of the last fact that was known when the text began. */
  readonly afterSeq: number;
}

/** The texts of the turns under way in one run, for whoever begins to look at a phase in the middle of a turn. */
export class LiveTexts {
  readonly #texts = new Map<PhaseId, Live>();
  #seq = 0;

  /** Another run: its facts count anew. */
  clear(): void {
    this.#texts.clear();
    this.#seq = 0;
  }

  append(phase: PhaseId, text: string): void {
    const live = this.#texts.get(phase) ?? { text: '', afterSeq: this.#seq };
    this.#texts.set(phase, { ...live, text: (live.text + text).slice(-keptCharacters) });
  }

  /** Forgets the texts that these facts, known ones among them, have settled. */
  settle(facts: readonly Fact[]): void {
    for (const { seq, event } of facts) {
      if (endsTurn(event) && seq > (this.#texts.get(event.phase)?.afterSeq ?? Infinity)) this.#texts.delete(event.phase);
      this.#seq = Math.max(this.#seq, seq);
    }
  }

  /** Empty where no turn is under way. */
  of(phase: PhaseId): string {
    return this.#texts.get(phase)?.text ?? '';
  }
}

/** Everything that a phase records comes after the text of its turn, but for what people write to it meanwhile. */
function endsTurn(event: RunEvent): event is Extract<RunEvent, { phase: PhaseId }> {
  return 'phase' in event && event.phase !== null && event.type !== 'steering-given' && !(event.type === 'message-added' && event.role === 'user');
}
