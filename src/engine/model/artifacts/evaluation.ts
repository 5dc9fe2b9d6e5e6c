import * as z from 'zod';
import { localId, uniqueIds } from './identifiers.ts';
import { prose, title } from './prose.ts';

const criterion = z.strictObject({
  id: localId('Unique in this evaluation, for example C1'),
  name: title('What is judged'),
  status: z.enum(['pass', 'concern', 'fail', 'unknown']).describe('concern: holds today, but not for long; unknown: could not be determined'),
  evidence: prose('What was looked at and what it showed: file and line, command and result'),
});

/** A judgement on something that exists, criterion by criterion. */
export const evaluation = z.strictObject({
  summary: prose('The judgement in a short paragraph: what holds, what does not, what follows'),
  verdict: z.enum(['pass', 'pass-with-concerns', 'fail']).describe('fail as soon as one criterion fails; pass only if every criterion passes'),
  criteria: z.array(criterion).min(1).max(60).superRefine(uniqueIds).describe('Each one judged by itself, with evidence'),
  recommendations: z.array(prose('One recommendation')).describe('What to do about every criterion that does not pass, most important first; empty if all pass'),
}).superRefine(isConsistent);
export type Evaluation = z.infer<typeof evaluation>;

interface Judgement {
  readonly verdict: 'pass' | 'pass-with-concerns' | 'fail';
  readonly criteria: readonly { readonly status: string }[];
  readonly recommendations: readonly string[];
}

function isConsistent({ verdict, criteria, recommendations }: Judgement, context: z.RefinementCtx): void {
  const failing = criteria.filter(({ status }) => status === 'fail').length;
  const open = criteria.filter(({ status }) => status !== 'pass').length;
  if (failing > 0 && verdict !== 'fail') {
    context.addIssue({ code: 'custom', path: ['verdict'], message: `is "${verdict}" although ${failing} of the criteria fail: it must be "fail"` });
  } else if (open > 0 && verdict === 'pass') {
    context.addIssue({ code: 'custom', path: ['verdict'], message: 'is "pass" although not every criterion passes: use "pass-with-concerns"' });
  } else if (failing === 0 && verdict === 'fail') {
    context.addIssue({ code: 'custom', path: ['verdict'], message: 'is "fail" although no criterion fails: say which one does' });
  }
  if (open > 0 && recommendations.length === 0) {
    context.addIssue({ code: 'custom', path: ['recommendations'], message: `is empty although ${open} of the criteria do not pass: say what to do about them` });
  }
}
