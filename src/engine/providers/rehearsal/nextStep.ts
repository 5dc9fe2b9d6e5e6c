import type { TurnRequest } from '../../ports/languageModel.ts';
import { ask } from './ask.ts';
import { explore } from './explore.ts';
import { improve, takeBackBreakage, verify } from './improve.ts';
import { investigate, repair } from './repair.ts';
import { reviewDiff } from './reviewDiff.ts';
import { runTests } from './runTests.ts';
import { situationOf, type Situation, type Step } from './situation.ts';
import { seeChanges } from './seeChanges.ts';
import { submit } from './submit.ts';

/** In this order; the first that has something to do takes the turn. Each looks at the conversation alone, so any of them can go on after a restart. */
const stages: readonly ((situation: Situation) => Step | null)[] = [seeChanges, explore, ask, runTests, investigate, repair, improve, verify, takeBackBreakage, reviewDiff];

/** Beyond this many turns only the result is left to be handed in. */
const patience = 24;

/** What to do next, as a pure function of the request. */
export function nextStep(request: TurnRequest): Step {
  const situation = situationOf(request);
  if (situation.conversation.turns < patience && !isHandingIn(situation)) {
    for (const stage of stages) {
      const step = stage(situation);
      if (step !== null) return step;
    }
  }
  return submit(situation);
}

/** Once a result was offered, only that result is corrected. */
function isHandingIn({ conversation }: Situation): boolean {
  return conversation.exchanges.some(({ name }) => name === 'submit_artifact');
}
