import * as z from 'zod';
import { localId, uniqueIds } from './identifiers.ts';
import { prose, title } from './prose.ts';

const alternative = z.strictObject({
  option: title('What else could have been done'),
  whyNot: prose('Why it was not chosen, in terms of this code base'),
});

const decision = z.strictObject({
  id: localId('Unique in this log, for example D1; later artifacts refer to it'),
  title: title('The decision in one line'),
  decision: prose('What will be done, concretely enough that two engineers would build the same thing'),
  rationale: prose('Why, with the evidence found in the workspace: files, symbols, test results'),
  alternatives: z.array(alternative).min(1).describe('Options that were weighed and turned down; a decision without any is a fact, not a decision'),
  risk: prose('What could go wrong because of it, and how that would be noticed').optional(),
});

/** What was decided before anything is built, and why. */
export const decisionLog = z.strictObject({
  summary: prose('The plan in three to six sentences, readable on its own'),
  context: prose('What was found in the workspace that matters: relevant files, how the code works today, what fails'),
  decisions: z.array(decision).min(1).max(50).superRefine(uniqueIds).describe('In the order in which they should be read'),
  constraints: z.array(prose('One constraint')).describe('What any solution must respect: compatibility, conventions, limits; empty if there are none'),
  openQuestions: z.array(prose('One question')).describe('What could not be settled from the workspace and the goal; empty if nothing is open'),
});
export type DecisionLog = z.infer<typeof decisionLog>;
