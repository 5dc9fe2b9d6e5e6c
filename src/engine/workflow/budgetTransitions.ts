import type { Budget, BudgetScope } from '../model/budget.ts';
import type { RunEventOf } from '../model/fact.ts';
import type { PhaseId } from '../model/ids.ts';
import { addSpending, noSpending, type Spending } from '../model/usage.ts';
import { graphOf } from './graph.ts';
import type { RunState } from './state.ts';
import { illegal, moved, phaseOf, type Step } from './step.ts';

/** New caps hold from the next call on. */
export function raised(state: RunState, { scope, phase, day, budget }: RunEventOf<'budget-raised'>): Step {
  const { status } = state.situation;
  if (status === 'completed' || status === 'cancelled') return illegal('budget-raised', `The run is ${status}; it spends nothing any more.`);
  const { budgets } = state;
  switch (scope) {
    case 'run':
      return moved({ ...state, budgets: { ...budgets, run: { ...budgets.run, ...budget } } });
    case 'phase':
      if (phase === undefined || !phaseOf(state, phase)) return illegal('budget-raised', `There is no phase "${phase ?? ''}".`);
      return moved({ ...state, budgets: { ...budgets, phases: { ...budgets.phases, [phase]: { ...budgetOfPhase(state, phase), ...budget } } } });
    case 'day':
      if (day === undefined) return illegal('budget-raised', 'The day is not said.');
      return moved({ ...state, budgets: { ...budgets, day: { date: day, budget: { ...(budgets.day?.date === day ? budgets.day.budget : {}), ...budget } } } });
  }
}

/** The caps on a phase: as raised, else as its template has them. */
export function budgetOfPhase({ budgets, template }: RunState, phase: PhaseId): Budget {
  return (Object.hasOwn(budgets.phases, phase) ? budgets.phases[phase] : undefined) ?? graphOf(template).byId.get(phase)?.budget ?? {};
}

/** What all phases of a run have spent, in every attempt, and also before a rollback. */
export function spentByRun({ phases }: RunState): Spending {
  return Object.values(phases).reduce((sum, { spent }) => addSpending(sum, spent), noSpending);
}

/** What a person may raise for a run to go on; `null` where it does not wait for a budget. */
export function scarceScope({ situation }: RunState): BudgetScope | null {
  return situation.status === 'paused' ? (situation.shortage?.scope ?? null) : null;
}
