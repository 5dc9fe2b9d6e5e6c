import type { Blockage } from '../model/blockage.ts';
import type { BudgetScope, Shortage } from '../model/budget.ts';
import type { RunEventOf } from '../model/fact.ts';
import type { Timestamp } from '../model/ids.ts';
import type { WorkflowTemplate } from '../model/template.ts';
import { graphOf } from '../workflow/graph.ts';

/** How a run pauses because of what keeps one of its phases from going on. */
export function toPause(template: WorkflowTemplate, by: Blockage): RunEventOf<'run-paused'> {
  if (by.reason === 'budget') return { type: 'run-paused', reason: by.reason, message: shortageMessage(template, by.shortage), shortage: by.shortage };
  const { reason, failure, resumeAt } = by;
  return { type: 'run-paused', reason, message: `${failure.message.replace(/[^.!?]$/, '$&.')} The run goes on by itself at ${timeOf(resumeAt)}; resume it to try at once.`, resumeAt };
}

const owners: Readonly<Record<BudgetScope, string>> = { phase: 'the phase may use', run: 'this run may use', day: 'may be used today' };

function shortageMessage(template: WorkflowTemplate, { scope, phase, unit, cap, spent, needed }: Shortage): string {
  const name = graphOf(template).byId.get(phase)?.name ?? phase;
  const amount = unit === 'tokens' ? (value: number) => value.toLocaleString('en-US') : dollars;
  return `The budget is used up: the next call of "${name}" may take ${amount(needed)}${unit === 'tokens' ? ' tokens' : ''}, and of the ${amount(cap)} that ${owners[scope]} ${amount(spent)} are spent. Raise the budget and resume, or cancel.`;
}

/** Calls cost fractions of a cent. */
function dollars(value: number): string {
  return `$${value.toFixed(value < 1 ? 4 : 2)}`;
}

/** Where the user is, to the second: `2026-11-20 14:03:10`. */
function timeOf(at: Timestamp): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
