import * as z from 'zod';
import type { Issue } from '../artifact.ts';
import { localId, missingReference, uniqueIds, upstreamIds, workspacePath, type Upstream } from './identifiers.ts';
import { prose, title } from './prose.ts';

const task = z.strictObject({
  id: localId('Unique in this queue, for example T1'),
  title: title('The task in one line, as an instruction'),
  description: prose('What to do and what to leave alone, for an engineer who has read nothing else'),
  decision: localId('Id of the upstream decision that this task carries out; leave out if there is none').optional(),
  files: z.array(workspacePath('A path relative to the workspace folder')).describe('Files expected to change or to be created; empty only if that is the first thing to find out'),
  dependsOn: z.array(localId('Id of another task of this queue')).describe('Tasks that must be done first; they stand earlier in the list; empty if there are none'),
  acceptance: z.array(prose('One check')).min(1).describe('Checks that decide whether the task is done, such as a command and its expected result'),
  risk: z.enum(['low', 'medium', 'high']).describe('How likely the task breaks something that works today'),
});

/** Work cut into tasks that are done one after another. */
export const taskQueue = z.strictObject({
  summary: prose('What the tasks achieve together, and why in this order'),
  items: z.array(task).min(1).max(100).superRefine(uniqueIds).superRefine(ordered).describe('Tasks in the order in which they are carried out'),
});
export type TaskQueue = z.infer<typeof taskQueue>;

/** The list is carried out in order, so a dependency must stand earlier; that rules out cycles as well. */
function ordered(items: readonly z.infer<typeof task>[], context: z.RefinementCtx): void {
  const positions = new Map(items.map(({ id }, index) => [id, index]));
  items.forEach(({ id, dependsOn }, index) => {
    dependsOn.forEach((other, entry) => {
      const message = complaintAbout({ id, other, isEarlier: (positions.get(other) ?? index) < index, isKnown: positions.has(other) });
      if (message) context.addIssue({ code: 'custom', path: [index, 'dependsOn', entry], message });
    });
  });
}

function complaintAbout(edge: { readonly id: string; readonly other: string; readonly isEarlier: boolean; readonly isKnown: boolean }): string | undefined {
  if (!edge.isKnown) return `depends on "${edge.other}", which is not a task of this queue`;
  if (edge.id === edge.other) return `"${edge.id}" depends on itself`;
  return edge.isEarlier ? undefined : `"${edge.id}" depends on "${edge.other}", which stands later: put it first, or break the cycle`;
}

export function taskQueueReferences(data: TaskQueue, upstream: Upstream): readonly Issue[] {
  const decisions = upstreamIds(upstream, 'decisions');
  return data.items.flatMap(({ decision }, index) =>
    decision === undefined ? [] : missingReference({ path: ['items', index, 'decision'], id: decision, kind: 'decision' }, decisions),
  );
}
