import * as z from 'zod';
import { localId, uniqueIds } from './identifiers.ts';
import { prose, title } from './prose.ts';

const requirement = z.strictObject({
  id: localId('Unique in this specification, for example R1'),
  title: title('The requirement in one line'),
  statement: prose('One testable statement of what must hold'),
  priority: z.enum(['must', 'should', 'could']).describe('must: the work is not done without it'),
  acceptance: z.array(prose('One check')).min(1).describe('How someone who did not write the code can tell that it holds'),
});

const interfaceChange = z.strictObject({
  name: title('The function, type, command, file format or endpoint'),
  contract: prose('Inputs, outputs, errors, and what stays compatible'),
});

/** What is to be built, before how. */
export const spec = z.strictObject({
  summary: prose('What is built and for whom, in a short paragraph'),
  goals: z.array(prose('One goal')).min(1).describe('What is better for whom when this is done'),
  nonGoals: z.array(prose('One non-goal')).describe('What a reader might expect and will not get; empty if nothing needs saying'),
  requirements: z.array(requirement).min(1).max(100).superRefine(uniqueIds).describe('In order of importance'),
  interfaces: z.array(interfaceChange).describe('Contracts that appear or change; empty if none do'),
  openQuestions: z.array(prose('One question')).describe('What a person has to answer; empty if nothing is open'),
});
export type Spec = z.infer<typeof spec>;
