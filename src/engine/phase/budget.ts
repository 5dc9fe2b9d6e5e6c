import type { AgentOutcome } from '../agent/agentEvent.ts';
import { failed } from '../model/failure.ts';
import type { Budget } from '../model/template.ts';
import { addUsage, type Usage } from '../model/usage.ts';
import type { PhaseRecord } from './recorder.ts';

export interface BudgetWatch {
  /** Ends the stream with a failure once the turns in it have spent more than the budget. */
  watch(records: AsyncGenerator<PhaseRecord, AgentOutcome>): AsyncGenerator<PhaseRecord, AgentOutcome>;
}

/** A phase's own cap (SPEC R10), checked after each turn. Spending that nobody can tell counts as nothing spent. */
export function budgetOf(budget: Budget | null, spentBefore: Usage): BudgetWatch {
  let spent = spentBefore;
  return {
    async *watch(records) {
      try {
        for (let step = await records.next(); ; step = await records.next()) {
          if (step.done) return step.value;
          yield step.value;
          for (const event of step.value.events) if (event.type === 'turn-ended') spent = addUsage(spent, event.usage);
          const excess = excessOf(budget, spent);
          if (excess !== null) return { type: 'failed', failure: failed('budget', excess) };
        }
      } finally {
        await records.return({ type: 'ended' });
      }
    },
  };
}

function excessOf(budget: Budget | null, spent: Usage): string | null {
  const tokens = (spent.inputTokens ?? 0) + (spent.outputTokens ?? 0);
  if (budget?.tokens !== undefined && tokens > budget.tokens) return `The phase used ${tokens} tokens; its budget is ${budget.tokens}.`;
  if (budget?.usd !== undefined && (spent.costUsd ?? 0) > budget.usd) return `The phase cost $${spent.costUsd}; its budget is $${budget.usd}.`;
  return null;
}
