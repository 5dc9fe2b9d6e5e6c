import * as z from 'zod';
import { fromPointer } from '../../base/jsonPointer.ts';
import type { Issue } from '../artifact.ts';
import type { Json } from '../json.ts';
import { findingSeverity, reviewVerdict } from '../review.ts';
import { localId, uniqueIds, type Upstream } from './identifiers.ts';
import { prose, title } from './prose.ts';

const finding = z.strictObject({
  id: localId('Unique in this review, for example F1'),
  severity: findingSeverity.describe('blocker: must not go on like this; major: must be fixed before it is done; minor: should be; info: worth knowing'),
  pointer: z.string().regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'must be a JSON pointer such as /decisions/0/rationale, or empty').max(500).describe('JSON pointer of the place in the reviewed artifact, for example /decisions/0; empty if the finding is about the whole'),
  title: title('The finding in one line'),
  detail: prose('What is wrong, what it leads to, and the evidence'),
  suggestion: prose('What to do instead; leave out if it is obvious').optional(),
});

/** A second opinion on an artifact. */
export const review = z.strictObject({
  summary: prose('The opinion in a short paragraph, the most important thing first'),
  verdict: reviewVerdict.describe('approve only if no finding is major or a blocker'),
  findings: z.array(finding).max(100).superRefine(uniqueIds).describe('Most severe first; empty only with approve'),
}).superRefine(isConsistent);
export type Review = z.infer<typeof review>;

interface Opinion {
  readonly verdict: 'approve' | 'request-changes' | 'reject';
  readonly findings: readonly { readonly severity: string }[];
}

function isConsistent({ verdict, findings }: Opinion, context: z.RefinementCtx): void {
  const severe = findings.filter(({ severity }) => severity === 'major' || severity === 'blocker').length;
  if (verdict === 'approve' && severe > 0) {
    context.addIssue({ code: 'custom', path: ['verdict'], message: `is "approve" although ${severe} of the findings are major or blockers` });
  }
  if (verdict !== 'approve' && findings.length === 0) {
    context.addIssue({ code: 'custom', path: ['findings'], message: `is empty although the verdict is "${verdict}": say what has to change` });
  }
}

/** A pointer must lead somewhere in at least one of the artifacts the reviewer saw. */
export function reviewReferences(data: Review, upstream: Upstream): readonly Issue[] {
  const reviewed = Object.values(upstream);
  if (reviewed.length === 0) return [];
  return data.findings.flatMap(({ pointer }, index) =>
    reviewed.some((artifact) => leadsSomewhere(artifact, fromPointer(pointer)))
      ? []
      : [{ pointer: `/findings/${index}/pointer`, message: `"${pointer}" leads nowhere in the reviewed artifacts (${Object.keys(upstream).join(', ')}): use a pointer into one of them, or an empty one` }],
  );
}

function leadsSomewhere(value: Json | undefined, path: readonly string[]): boolean {
  const [segment, ...rest] = path;
  if (segment === undefined) return value !== undefined;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, segment) && leadsSomewhere(Object.entries(value).find(([key]) => key === segment)?.[1], rest);
}
