import type { JsonObject } from '../../model/json.ts';
import type { Evidence } from './evidence.ts';
import { fileWithNames, listFiles, mainFile, sayChanges, sayTests } from './sentences.ts';
import { describeRun } from './testRun.ts';

/** Evaluations, reviews and retrospectives. The verdict itself is chosen among what the schema knows. */
export function assessmentDrafts(evidence: Evidence): JsonObject {
  const criteria = judge(evidence);
  const open = criteria.filter(({ status }) => status !== 'pass');
  return {
    verdict: verdictOf(criteria),
    criteria: criteria.map((criterion, index) => ({ id: `C${index + 1}`, ...criterion })),
    recommendations: open.map(({ advice }) => advice),
    findings: findings(evidence),
    wentWell: wentWell(evidence),
    wentWrong: evidence.outlook === 'bad' ? [`The tests do not pass yet. ${sayTests(evidence)}`] : evidence.refusals.slice(0, 3).map((refusal) => `Something was not possible: ${refusal}`),
    lessons: [lesson(evidence)],
    metrics: metrics(evidence),
    nextSteps: [judgeTests(evidence), ...judgeProject(evidence)].filter(({ status }) => status !== 'pass').map(({ advice }) => advice),
  };
}

type Criterion = Readonly<Record<'name' | 'status' | 'evidence' | 'advice', string>>;

/** What can be seen without understanding is judged; what the prompt asks beyond that is answered with what was read, and left open. */
function judge(evidence: Evidence): readonly Criterion[] {
  const asked = evidence.questions.slice(0, 8).map((question) => leaveOpen(evidence, question));
  return [judgeTests(evidence), ...(asked.length > 0 ? asked : judgeProject(evidence))];
}

function leaveOpen(evidence: Evidence, question: string): Criterion {
  const main = mainFile(evidence);
  const read = [fileWithNames(evidence, main), ...evidence.tests.slice(0, 1)].join(' and ');
  return { name: question.slice(0, 1).toUpperCase() + question.slice(1), status: 'unknown', evidence: `Read for this: ${read}. A rehearsal reads, but does not judge.`, advice: `Have "${question}" judged in ${main} by a person or another model.` };
}

function judgeTests(evidence: Evidence): Criterion {
  const { outlook, testCommand } = evidence;
  return {
    name: 'The tests pass',
    status: outlook === 'good' ? 'pass' : outlook === 'bad' ? 'fail' : 'unknown',
    evidence: sayTests(evidence),
    advice: testCommand === null ? 'Add a command that runs tests to the project.' : outlook === 'bad' ? `Make ${testCommand} pass.` : `Run ${testCommand} and look at its result.`,
  };
}

function judgeProject({ sources, tests, hasReadme }: Evidence): readonly Criterion[] {
  const untested = sources.filter((path) => !tests.some((test) => test.includes(stem(path))));
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

function verdictOf(criteria: readonly Criterion[]): string {
  if (criteria.some(({ status }) => status === 'fail')) return 'fail';
  return criteria.every(({ status }) => status === 'pass') ? 'pass' : 'pass-with-concerns';
}

function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '');
}

function findings(evidence: Evidence): readonly JsonObject[] {
  const { outlook, upstream, testCommand } = evidence;
  const isBad = outlook === 'bad';
  return [
    {
      id: 'F1',
      severity: isBad ? 'major' : 'info',
      pointer: upstream[0]?.entry.pointer ?? '',
      title: isBad ? 'The tests fail' : `The result names ${mainFile(evidence)}`,
      detail: sayTests(evidence),
      suggestion: testCommand === null ? `Say how ${mainFile(evidence)} is checked.` : `Run ${testCommand} once more before the result is used.`,
    },
  ];
}

function wentWell(evidence: Evidence): readonly string[] {
  const { earlierChanges, outlook, files } = evidence;
  return [
    ...(earlierChanges.length > 0 && outlook === 'good' ? [`The change stayed within ${listFiles(earlierChanges, 5)}, and the tests pass with it.`] : []),
    `Every phase named the files it rests on, such as ${listFiles(files)}.`,
  ];
}

function lesson(evidence: Evidence): JsonObject {
  const { testCommand } = evidence;
  return {
    id: 'L1',
    title: testCommand === null ? 'Decide first how the work is checked' : `Run ${testCommand} before the first change`,
    observation: `${sayTests(evidence)} ${sayChanges(evidence)}`,
    action: testCommand === null ? 'Add a test command to the project before the next piece of work.' : `Begin every piece of work with ${testCommand}, and name the failing test in the plan.`,
  };
}

function metrics({ before, after, files, earlierChanges }: Evidence): readonly JsonObject[] {
  return [
    ...(before === null ? [] : [{ name: 'Tests at the start', value: describeRun(before).slice(0, 200) }]),
    ...(after === null ? [] : [{ name: 'Tests at the end', value: describeRun(after).slice(0, 200) }]),
    ...(earlierChanges.length === 0 ? [] : [{ name: 'Files changed in this run', value: `${earlierChanges.length} (${listFiles(earlierChanges)})`.slice(0, 200) }]),
    { name: 'Files seen', value: `${files.length} files` },
  ];
}
