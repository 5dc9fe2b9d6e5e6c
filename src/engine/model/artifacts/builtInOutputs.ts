import type * as z from 'zod';
import type { Issue } from '../artifact.ts';
import type { Json } from '../json.ts';
import { changeSet, changeSetReferences } from './changeSet.ts';
import { decisionLog } from './decisionLog.ts';
import { evaluation } from './evaluation.ts';
import type { Upstream } from './identifiers.ts';
import { retrospective } from './retrospective.ts';
import { review, reviewReferences } from './review.ts';
import { spec } from './spec.ts';
import { taskQueue, taskQueueReferences } from './taskQueue.ts';
import { toIssues } from './zodIssues.ts';

/** A built-in artifact schema, by the name that templates use for it. */
export interface BuiltInOutput {
  /** Grows when a change would turn down data that was valid before. */
  readonly schemaVersion: number;
  readonly schema: z.ZodType;
  /** Shape and rules first; ids that must exist upstream once these hold. Empty when the artifact is valid. */
  check(data: Json, upstream: Upstream): readonly Issue[];
}

export const builtInOutputs: Readonly<Record<string, BuiltInOutput>> = {
  'decision-log': builtIn(decisionLog),
  spec: builtIn(spec),
  'task-queue': builtIn(taskQueue, taskQueueReferences),
  'change-set': builtIn(changeSet, changeSetReferences),
  evaluation: builtIn(evaluation),
  review: builtIn(review, reviewReferences),
  retrospective: builtIn(retrospective),
};

/** Own names only: `constructor` is not a schema. */
export function builtInOutput(name: string): BuiltInOutput | undefined {
  return Object.hasOwn(builtInOutputs, name) ? builtInOutputs[name] : undefined;
}

function builtIn<T>(schema: z.ZodType<T>, checkReferences?: (data: T, upstream: Upstream) => readonly Issue[]): BuiltInOutput {
  return {
    schemaVersion: 1,
    schema,
    check(data, upstream) {
      const parsed = schema.safeParse(data, { reportInput: true });
      return parsed.success ? (checkReferences?.(parsed.data, upstream) ?? []) : toIssues(parsed.error);
    },
  };
}
