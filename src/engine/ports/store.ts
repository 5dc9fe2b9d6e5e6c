import type { Artifact } from '../model/artifact.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import type { ContentRef } from '../model/content.ts';
import type { PhaseExecution } from '../model/execution.ts';
import type { Fact } from '../model/fact.ts';
import type { ArtifactId, ContentHash, ExecutionId, ProjectId, RunId, Timestamp } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import type { LLMProvider } from '../model/provider.ts';
import type { PipelineRun } from '../model/run.ts';
import type { ToolCall } from '../model/toolCall.ts';
import type { Spending } from '../model/usage.ts';

/** A text kept under its hash: artifact data, messages, tool inputs and outputs. */
export interface StoredText {
  readonly hash: ContentHash;
  readonly text: string;
}

/** Facts of one run, in order and without gaps after what is stored, with the texts they refer to. */
export interface Commit {
  readonly facts: readonly Fact[];
  readonly texts: readonly StoredText[];
}

/**
 * The history and the rows that follow from it.
 *
 * - `append` resolves when facts, rows and texts are durable on disk, all or none; it rejects with `StoreError` and
 *   then nothing of that commit is stored. Commits asked for in one tick share one transaction.
 * - A run's project must be saved before the run is created, and a text stored with or before the first fact that refers to it.
 * - Reads see every resolved commit.
 */
export interface RunStore {
  append(commit: Commit): Promise<void>;
  facts(run: RunId, afterSeq?: number): Promise<readonly Fact[]>;
  /** Newest first. */
  runs(project?: ProjectId): Promise<readonly PipelineRun[]>;
  run(id: RunId): Promise<PipelineRun | undefined>;
  /** In the order of their start. */
  executions(run: RunId): Promise<readonly PhaseExecution[]>;
  toolCalls(execution: ExecutionId): Promise<readonly ToolCall[]>;
  /** In the order of their creation, iterations included. */
  artifacts(run: RunId): Promise<readonly Artifact[]>;
  artifact(id: ArtifactId): Promise<Artifact | undefined>;
  /** Oldest first. */
  checkpoints(run: RunId): Promise<readonly Checkpoint[]>;
  /** The workspace snapshots that checkpoints of any run name, and those that work under way began with. */
  snapshots(): Promise<readonly string[]>;
  /** What the model turns of all runs used that ended at this time or later. */
  spendingSince(at: Timestamp): Promise<Spending>;
  /** The whole text behind a reference. Rejects with `StoreError` when it is missing or damaged. */
  text(ref: ContentRef): Promise<string>;
}

export interface ProjectStore {
  projects(): Promise<readonly Project[]>;
  project(id: ProjectId): Promise<Project | undefined>;
  /** Durable when resolved. Inserts or replaces. */
  saveProject(project: Project): Promise<void>;
}

export interface ProviderStore {
  providers(): Promise<readonly LLMProvider[]>;
  saveProvider(provider: LLMProvider): Promise<void>;
}

export interface Store extends RunStore, ProjectStore, ProviderStore {
  /** `true` where another process owns the store: reads work, writes reject. */
  readonly isReadOnly: boolean;
  /** Waits for what was appended, releases the lease, closes the file. */
  close(): Promise<void>;
}

/** A copy of the whole store that was read through and found sound, kept beside it. */
export interface GoodCopy {
  readonly takenAt: Timestamp;
  /** Of its schema. */
  readonly version: number;
  /** Facts it holds, of all runs. */
  readonly facts: number;
  /** With the number of each one's last fact, oldest first. */
  readonly runs: readonly { readonly id: RunId; readonly seq: number }[];
}

/** What putting the last good copy in the place of a store takes away: everything between the two times. */
export interface LossWindow {
  /** When the copy was taken. */
  readonly from: Timestamp;
  /** When the store was last written to. */
  readonly until: Timestamp;
  /** Runs of which facts are lost, as far as the damaged file still tells; `null` where it tells nothing. */
  readonly runs: readonly { readonly id: RunId; readonly lostFacts: number }[] | null;
}

export type StoreProblem =
  /** `goodCopyAt`: when the copy was taken that could take its place. */
  | { readonly type: 'corrupt'; readonly message: string; readonly goodCopyAt?: Timestamp }
  | { readonly type: 'newer'; readonly message: string }
  | { readonly type: 'owned'; readonly message: string; readonly owner: string }
  | { readonly type: 'unwritable'; readonly message: string };

/** A write that did not happen. The message names the file and the cause. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
