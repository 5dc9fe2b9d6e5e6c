import type { Budget } from '../model/budget.ts';
import type { PhaseId, ProjectId, RunId } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { WorkflowTemplate } from '../model/template.ts';

export interface NewRun {
  readonly project: ProjectId;
  readonly template: WorkflowTemplate;
  readonly inputs: JsonObject;
  readonly isAuto: boolean;
  readonly model: string | null;
  readonly maxParallel: number;
  /** Caps on the whole run; none unless given. */
  readonly budget?: Budget;
  /** The run it is forked from. */
  readonly parent?: { readonly run: RunId; readonly phase: PhaseId };
}
