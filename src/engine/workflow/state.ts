import type { ArtifactRef } from '../model/artifact.ts';
import type { Budget, Shortage } from '../model/budget.ts';
import type { Failure } from '../model/failure.ts';
import type { CheckpointId, ExecutionId, PhaseId, ProjectId, RunId, Timestamp } from '../model/ids.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ContentRef } from '../model/content.ts';
import type { ReviewDecision, ReviewOutcome } from '../model/review.ts';
import type { PauseReason } from '../model/run.ts';
import type { WorkflowTemplate } from '../model/template.ts';
import type { Spending, Usage } from '../model/usage.ts';
import type { Wait } from '../model/wait.ts';

/** The situations of a phase, one member each: a completed phase has its artifact, a failed one its reason. */
export type PhaseSituation =
  | { readonly status: 'pending' }
  | { readonly status: 'running'; readonly execution: ExecutionId }
  | { readonly status: 'waiting'; readonly execution: ExecutionId; readonly wait: Wait }
  /** Its artifact is valid; the reviewers of the latest round look at it. `execution` is the author's. */
  | { readonly status: 'reviewing'; readonly execution: ExecutionId }
  /** The iterations of a loop are done; their artifacts are being put together. */
  | { readonly status: 'collecting' }
  | { readonly status: 'completed'; readonly artifact: ArtifactRef }
  | { readonly status: 'failed'; readonly execution: ExecutionId | null; readonly failure: Failure }
  | { readonly status: 'skipped'; readonly message: string };

export interface LoopProgress {
  /** `null` for a loop with an end condition, whose length nobody knows. */
  readonly total: number | null;
  /** Artifacts of the finished iterations, in order. */
  readonly done: readonly ArtifactRef[];
}

/** One place in the template's list of reviewers. */
export interface ReviewSeat {
  /** As the template names it. */
  readonly reviewer: string;
  /** `null` until the review starts. */
  readonly execution: ExecutionId | null;
  /** What was asked for; `null` until the review starts. */
  readonly model: string | null;
  /** What answered, from its first turn on. */
  readonly modelUsed: string | null;
  readonly outcome: ReviewOutcome | null;
}

/** One look of all reviewers at an artifact: as submitted first, or as revised. */
export interface ReviewRound {
  readonly round: number;
  readonly artifact: ArtifactRef;
  readonly values: Readonly<Record<string, Json>>;
  readonly raw: ContentRef;
  readonly changes: ContentRef | null;
  readonly answer: ContentRef | null;
  readonly seats: readonly ReviewSeat[];
  /** Reviews started in this round, those that were asked for again included. */
  readonly asked: number;
  readonly decided: { readonly decision: ReviewDecision; readonly message: string } | null;
}

/** What is counted about a phase over all its executions. */
export interface PhaseMeters {
  /** Executions started so far for the current iteration (or for the whole phase). */
  readonly attempt: number;
  /** Executions started so far in total. */
  readonly executions: number;
  /** How often the iterations of its loop were put together, before a rollback too. */
  readonly collections: number;
  readonly rejections: number;
  readonly turns: number;
  readonly usage: Usage;
  /** What counts against budgets, where usage may be unknown. */
  readonly spent: Spending;
  /** What people wrote to it, oldest first; the first `steered` of these were told to the model. */
  readonly steering: readonly string[];
  readonly steered: number;
  readonly modelUsed: string | null;
  /** Asked for at a retry; replaces the template's. */
  readonly model: string | null;
  /** The tool that is running now. */
  readonly tool: string | null;
  readonly startedAt: Timestamp | null;
  readonly endedAt: Timestamp | null;
  readonly loop: LoopProgress | null;
  /** Of what the latest execution made, oldest first. */
  readonly reviews: readonly ReviewRound[];
  /** The files as its execution found them, where a reviewer will be shown what changed. */
  readonly baseline: { readonly execution: ExecutionId; readonly snapshot: string } | null;
}

export type PhaseState = PhaseMeters & { readonly situation: PhaseSituation };

export type RunSituation =
  | { readonly status: 'created' }
  | { readonly status: 'running' }
  | { readonly status: 'paused'; readonly reason: PauseReason; readonly message: string; readonly since: Timestamp; readonly resumeAt?: Timestamp | undefined; readonly shortage?: Shortage | undefined }
  | { readonly status: 'completed' }
  | { readonly status: 'failed'; readonly phase: PhaseId; readonly failure: Failure }
  | { readonly status: 'cancelled' };

/** What a rollback returns to. The phases are shared with the states they come from, so keeping them costs next to nothing. */
export interface Memento {
  readonly checkpoint: CheckpointId;
  readonly phase: PhaseId | null;
  /** Id of the workspace snapshot; `null` where none was taken. */
  readonly snapshot: string | null;
  readonly phases: RunState['phases'];
  readonly values: RunState['values'];
}

/** Caps that hold for a run, beside those of its template and of the user's day. */
export interface RunBudgets {
  readonly run: Budget;
  /** In place of the template's. */
  readonly phases: Readonly<Record<PhaseId, Budget>>;
  /** In place of the user's own, on that day alone (`YYYY-MM-DD`). */
  readonly day: { readonly date: string; readonly budget: Budget } | null;
}

/** A run as the fold of its facts. */
export interface RunState {
  readonly id: RunId;
  readonly project: ProjectId;
  readonly template: WorkflowTemplate;
  readonly inputs: JsonObject;
  readonly model: string | null;
  readonly maxParallel: number;
  readonly seed: number;
  readonly budgets: RunBudgets;
  readonly isAuto: boolean;
  /** A boundary was reached without auto mode: nothing new starts until someone continues. */
  readonly isHeld: boolean;
  readonly situation: RunSituation;
  /** All phases of the template, put in in its order. */
  readonly phases: Readonly<Record<PhaseId, PhaseState>>;
  /** Values of artifacts at the paths the template asks about. */
  readonly values: Readonly<Record<string, Json>>;
  /** The latest points to return to, oldest first. */
  readonly checkpoints: readonly Memento[];
  /** A rollback whose files are not restored yet: nothing else may happen before. */
  readonly restoring: Memento | null;
  /** The run whose finished phases it took over, and the phase it was forked at. */
  readonly parent: { readonly run: RunId; readonly phase: PhaseId } | null;
  /** Number of the last fact folded in. */
  readonly seq: number;
  readonly createdAt: Timestamp;
  readonly endedAt: Timestamp | null;
}
