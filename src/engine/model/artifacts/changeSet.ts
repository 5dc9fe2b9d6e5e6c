import * as z from 'zod';
import type { Issue } from '../artifact.ts';
import { localId, missingReference, upstreamIds, workspacePath, type Upstream } from './identifiers.ts';
import { prose, title } from './prose.ts';

const change = z.strictObject({
  path: workspacePath('The file, relative to the workspace folder'),
  kind: z.enum(['modified', 'added', 'deleted', 'renamed']).describe('What happened to it'),
  summary: prose('What changed in it, and why'),
});

const command = z.strictObject({
  command: title('The command line as it was run'),
  exitCode: z.int().min(-1).max(4_294_967_295).describe('Its exit code; -1 if it was stopped before it ended'),
  outcome: prose('What its output shows, in a sentence; numbers rather than adjectives'),
});

/** What was done to the workspace, with the evidence. */
export const changeSet = z.strictObject({
  summary: prose('What was done and what is true now that was not before'),
  task: localId('Id of the upstream task this carries out; leave out if there is none').optional(),
  status: z.enum(['done', 'partial', 'blocked']).describe('done: every acceptance check was made and holds; blocked: nothing useful could be done'),
  changes: z.array(change).describe('Every file that was touched, once; empty if none was'),
  commands: z.array(command).describe('Commands that were really run to check the work, with their real exit codes; empty if none was'),
  followUps: z.array(prose('One follow-up')).describe('What remains: for partial and blocked the missing piece or what is in the way; empty if nothing remains'),
}).superRefine(hasEvidence);
export type ChangeSet = z.infer<typeof changeSet>;

interface Evidence {
  readonly status: 'done' | 'partial' | 'blocked';
  readonly changes: readonly { readonly path: string }[];
  readonly commands: readonly unknown[];
  readonly followUps: readonly string[];
}

function hasEvidence({ status, changes, commands, followUps }: Evidence, context: z.RefinementCtx): void {
  if (status === 'done' && changes.length === 0 && commands.length === 0) {
    context.addIssue({ code: 'custom', path: ['changes'], message: 'is empty although the status is "done": list what was changed, or the commands that showed nothing had to be' });
  }
  if (status !== 'done' && followUps.length === 0) {
    context.addIssue({ code: 'custom', path: ['followUps'], message: `is empty although the status is "${status}": say what remains or what is in the way` });
  }
  const seen = new Set<string>();
  changes.forEach(({ path }, index) => {
    if (seen.has(path)) context.addIssue({ code: 'custom', path: ['changes', index, 'path'], message: `repeats "${path}": one entry for each file` });
    seen.add(path);
  });
}

export function changeSetReferences(data: ChangeSet, upstream: Upstream): readonly Issue[] {
  return data.task === undefined ? [] : missingReference({ path: ['task'], id: data.task, kind: 'task' }, upstreamIds(upstream, 'items'));
}
