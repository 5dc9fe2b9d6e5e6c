import { isReviewExecution } from '../model/reviewExecution.ts';
import type { PhaseJob } from '../phase/job.ts';
import type { RunStore } from '../ports/store.ts';
import { type JobRequest, phaseJob } from './phaseJob.ts';
import { reviewJob } from './review/reviewJob.ts';

/** What an execution is to do: a phase's own work, or a review of it. */
export function executionJob(store: RunStore, request: JobRequest): Promise<PhaseJob> {
  return isReviewExecution(request.execution) ? reviewJob(store, request) : phaseJob(store, request);
}
