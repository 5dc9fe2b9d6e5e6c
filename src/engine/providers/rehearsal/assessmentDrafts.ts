import type { JsonObject } from '../../model/json.ts';
import type { Evidence } from './evidence.ts';
import { judge, judgeProject, judgeTests, verdictOf } from './criteria.ts';
import { reviewFindings } from './reviewFindings.ts';
import { listFiles, sayChanges, sayTests } from './sentences.ts';
import { describeRun } from './testRun.ts';

/** Evaluations, reviews and retrospectives. The verdict itself is chosen among what the schema knows. */
export function assessmentDrafts(evidence: Evidence): JsonObject {
  const criteria = judge(evidence);
  const open = criteria.filter(({ status }) => status !== 'pass');
  return {
    verdict: verdictOf(criteria),
    criteria: criteria.map((criterion, index) => ({ id: `C${index + 1}`, ...criterion })),
    recommendations: open.map(({ advice }) => advice),
    findings: reviewFindings(evidence),
    wentWell: wentWell(evidence),
    wentWrong: evidence.outlook === 'bad' ? [`The tests do not pass yet. ${sayTests(evidence)}`] : evidence.refusals.slice(0, 3).map((refusal) => `Something was not possible: ${refusal}`),
    lessons: [lesson(evidence)],
    metrics: metrics(evidence),
    nextSteps: [...evidence.notes('followUps'), ...[judgeTests(evidence), ...judgeProject(evidence)].filter(({ status }) => status !== 'pass').map(({ advice }) => advice)],
  };
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

function metrics({ before, after, files, earlierChanges, listed }: Evidence): readonly JsonObject[] {
  const [first] = listed('commands');
  const start = typeof first?.['outcome'] === 'string' ? first['outcome'] : after === null || before === null ? null : describeRun(before);
  const end = after ?? before;
  const criteria = listed('criteria');
  const passed = criteria.filter(({ status }) => status === 'pass').length;
  return [
    ...(start === null ? [] : [{ name: 'Tests at the start', value: start.slice(0, 200) }]),
    ...(end === null ? [] : [{ name: 'Tests at the end', value: describeRun(end).slice(0, 200) }]),
    ...(criteria.length === 0 ? [] : [{ name: 'Criteria that pass', value: `${passed} of ${criteria.length}` }]),
    ...(earlierChanges.length === 0 ? [] : [{ name: 'Files changed in this run', value: `${earlierChanges.length} (${listFiles(earlierChanges)})`.slice(0, 200) }]),
    { name: 'Files seen', value: `${files.length} files` },
  ];
}
