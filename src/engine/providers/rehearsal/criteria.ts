import type { JsonObject } from '../../model/json.ts';
import { isJsonArray } from '../jsonShape.ts';
import type { Evidence } from './evidence.ts';
import { fileWithNames, listFiles, mainFile, sayTests } from './sentences.ts';
import { describeRun } from './testRun.ts';

export interface Criterion {
  readonly name: string;
  readonly status: 'pass' | 'concern' | 'fail' | 'unknown';
  readonly evidence: string;
  readonly advice: string;
}

/** What can be seen without understanding is judged; what is asked beyond that is answered with what was read, and left open. */
export function judge(evidence: Evidence): readonly Criterion[] {
  const requirements = evidence.listed('requirements').map((requirement) => judgeRequirement(evidence, requirement));
  const asked = evidence.questions.slice(0, 8).map((question) => judgeQuestion(evidence, question));
  const isAskedForTests = evidence.questions.some((question) => answeredByTests.test(question)) && lastRun(evidence) !== null;
  return [...requirements, ...(isAskedForTests ? [] : [judgeTests(evidence)]), ...(asked.length > 0 ? asked : judgeProject(evidence))];
}

export function verdictOf(criteria: readonly Criterion[]): string {
  if (criteria.some(({ status }) => status === 'fail')) return 'fail';
  return criteria.every(({ status }) => status === 'pass') ? 'pass' : 'pass-with-concerns';
}

/** A requirement whose acceptance is the command that was run holds if the command passed. */
function judgeRequirement(evidence: Evidence, requirement: JsonObject): Criterion {
  const acceptance = (isJsonArray(requirement['acceptance']) ? requirement['acceptance'] : []).filter((check) => typeof check === 'string');
  const name = [requirement['id'], requirement['title']].filter((part) => typeof part === 'string').join(' ').slice(0, 190);
  const run = lastRun(evidence);
  const isChecked = run !== null && acceptance.length > 0 && acceptance.every((check) => check.includes(run.command));
  if (!isChecked) return { name, status: 'unknown', evidence: `Its acceptance is "${acceptance[0] ?? 'not given'}", which this phase did not check.`, advice: `Check "${name}" as its acceptance says.` };
  return { name, status: run.hasPassed ? 'pass' : 'fail', evidence: `Its acceptance was checked: ${describeRun(run)}.`, advice: `Make "${name}" hold: ${describeRun(run)}.` };
}

const answeredByTests = /^(?:suite|gone|unharmed)$/i;

function judgeQuestion(evidence: Evidence, question: string): Criterion {
  const name = question.slice(0, 1).toUpperCase() + question.slice(1);
  const run = lastRun(evidence);
  if (answeredByTests.test(question) && run !== null) return { name, status: run.hasPassed ? 'pass' : 'fail', evidence: `${describeRun(run)}.`, advice: `Make ${run.command} pass.` };
  if (/^scope$/i.test(question) && evidence.inGit !== null) return judgeScope(evidence, evidence.inGit);
  return leaveOpen(evidence, name);
}

/** What the change sets say against what Git shows. */
function judgeScope({ earlierChanges }: Evidence, inGit: readonly string[]): Criterion {
  const [untold, unseen] = [inGit.filter((path) => !earlierChanges.includes(path)), earlierChanges.filter((path) => !inGit.includes(path))];
  const differing = [...untold, ...unseen];
  if (differing.length === 0) return { name: 'Scope', status: 'pass', evidence: `Git shows changes in ${listFiles(inGit, 5)}, and so do the change sets.`, advice: '' };
  return { name: 'Scope', status: 'concern', evidence: `Git shows changes in ${listFiles(inGit, 5)}; the change sets name ${listFiles(earlierChanges, 5)}.`, advice: `Find out why ${listFiles(differing)} stands on one side only.` };
}

function leaveOpen(evidence: Evidence, name: string): Criterion {
  const main = mainFile(evidence);
  const read = [fileWithNames(evidence, main), ...evidence.tests.slice(0, 1)].join(' and ');
  return { name, status: 'unknown', evidence: `Read for this: ${read}. A rehearsal reads, but does not judge.`, advice: `Have "${name.toLowerCase()}" judged in ${main} by a person or another model.` };
}

function lastRun({ before, after }: Evidence): Evidence['before'] {
  const run = after ?? before;
  return run?.hasRun === true ? run : null;
}

export function judgeTests(evidence: Evidence): Criterion {
  const { outlook, testCommand } = evidence;
  return {
    name: 'The tests pass',
    status: outlook === 'good' ? 'pass' : outlook === 'bad' ? 'fail' : 'unknown',
    evidence: sayTests(evidence),
    advice: testCommand === null ? 'Add a command that runs tests to the project.' : outlook === 'bad' ? `Make ${testCommand} pass.` : `Run ${testCommand} and look at its result.`,
  };
}

export function judgeProject({ sources, tests, hasReadme }: Evidence): readonly Criterion[] {
  const untested = untestedOf(sources, tests);
  return [
    {
      name: 'The code is covered by tests',
      status: sources.length === 0 ? 'unknown' : untested.length === 0 ? 'pass' : 'concern',
      evidence: sources.length === 0 ? 'No source files were seen.' : untested.length === 0 ? `For each of ${listFiles(sources)} there is a test file of that name.` : `There is no test file named after ${listFiles(untested)}.`,
      advice: untested[0] === undefined ? 'Name the source files that matter.' : `Check which tests cover ${untested[0]}, and write one if none does.`,
    },
    {
      name: 'A reader finds a way in',
      status: hasReadme ? 'pass' : 'concern',
      evidence: hasReadme ? 'There is a README at the top of the workspace.' : 'There is no README at the top of the workspace.',
      advice: 'Write a README that says what the project is for.',
    },
  ];
}

/** Sources without a test file of their name; one that only passes on what others export needs none. */
export function untestedOf(sources: readonly string[], tests: readonly string[]): readonly string[] {
  return sources.filter((path) => !/(^|\/)index\.\w+$/.test(path) && !tests.some((test) => test.includes(stem(path))));
}

function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '');
}
