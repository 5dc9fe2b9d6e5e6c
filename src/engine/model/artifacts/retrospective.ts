import * as z from 'zod';
import { localId, uniqueIds } from './identifiers.ts';
import { prose, title } from './prose.ts';

const lesson = z.strictObject({
  id: localId('Unique in this retrospective, for example L1'),
  title: title('The lesson in one line'),
  observation: prose('What happened, with the place where it can be seen'),
  action: prose('What to do differently next time, concretely enough to become a rule or a test'),
});

const metric = z.strictObject({
  name: title('What was counted'),
  value: title('The figure with its unit'),
});

/** What the work taught, so that the next piece of work starts ahead. */
export const retrospective = z.strictObject({
  summary: prose('What was asked, what is there now, and what is still missing'),
  wentWell: z.array(prose('One thing')).min(1).describe('What should be done the same way again, with the reason'),
  wentWrong: z.array(prose('One thing')).describe('What cost time or quality: wrong assumptions, failed checks, rework; empty only if nothing did'),
  lessons: z.array(lesson).min(1).max(30).superRefine(uniqueIds).describe('Most valuable first'),
  metrics: z.array(metric).optional().describe('Figures that can be checked, such as tests before and after; leave out if there are none'),
  nextSteps: z.array(prose('One step')).describe('What to do next, most important first; empty if the goal is reached and nothing follows'),
});
export type Retrospective = z.infer<typeof retrospective>;
