import type { Budget, BudgetScope } from './budget.ts';
import type { Json } from './json.ts';
import type { CheckpointId, PhaseId, ToolCallId } from './ids.ts';

/** What a person may ask of a run. Legality is decided by `transition` alone. */
export type RunCommand =
  | { readonly type: 'start' }
  | { readonly type: 'continue' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'cancel' }
  | { readonly type: 'set-auto'; readonly isAuto: boolean }
  /** For the phases that start from now on; `null` leaves each the model of the template. */
  | { readonly type: 'set-model'; readonly model: string | null }
  /** New caps in place of the old ones. `phase` names whose where the scope is a phase. */
  | { readonly type: 'raise-budget'; readonly scope: BudgetScope; readonly phase?: PhaseId; readonly budget: Budget }
  | { readonly type: 'retry'; readonly phase: PhaseId; readonly model: string | null }
  /** Writes to a phase; it is told at its next turn. */
  | { readonly type: 'steer'; readonly phase: PhaseId; readonly text: string }
  | { readonly type: 'skip'; readonly phase: PhaseId }
  | { readonly type: 'accept'; readonly phase: PhaseId; readonly data: Json; readonly isForced: boolean }
  /** Asks the reviewers of a stopped phase again who gave no opinion. */
  | { readonly type: 'review'; readonly phase: PhaseId }
  | { readonly type: 'rollback'; readonly checkpoint: CheckpointId }
  | { readonly type: 'answer'; readonly call: ToolCallId; readonly answer: string };

export type RunCommandType = RunCommand['type'];
