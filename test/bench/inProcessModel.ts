import type { LanguageModel, LanguageModels } from '../../src/engine/ports/languageModel.ts';
import { ok } from '../../src/engine/base/result.ts';
import { noUsage } from '../../src/engine/model/usage.ts';

/** Submits at once: what is left of the time is the engine's own. */
const model: LanguageModel = {
  id: 'bench/immediate',
  async *streamTurn() {
    yield { type: 'tool-call', call: { id: 'c1', name: 'submit_artifact', input: { summary: 'Done.' } } };
    yield { type: 'turn-end', reason: 'tool-calls', usage: noUsage };
  },
};

export const immediateModels: LanguageModels = { resolve: async () => ok(model) };
