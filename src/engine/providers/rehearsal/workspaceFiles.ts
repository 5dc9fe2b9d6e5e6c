import type { Situation } from './situation.ts';

const sourceFile = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kt|cs|php|swift|c|cc|cpp|h)$/;
const testFile = /(^|\/)(tests?|__tests__|spec)\/|\.(test|spec)\.[cm]?[jt]sx?$|(^|\/)test_[^/]*\.py$|_test\.(go|py)$/;
const manifestFile = /^(package\.json|pyproject\.toml|Cargo\.toml|go\.mod|Makefile|pom\.xml|build\.gradle)$/;

export function isTest(path: string): boolean {
  return sourceFile.test(path) && testFile.test(path);
}

/** Code of the project itself, most relevant to the goal first. */
export function sourcesOf(situation: Situation): readonly string[] {
  return byRelevance(situation, situation.knowledge.files.filter((path) => sourceFile.test(path) && !testFile.test(path)));
}

export function testsOf(situation: Situation): readonly string[] {
  return byRelevance(situation, situation.knowledge.files.filter(isTest));
}

export function manifestsOf({ knowledge }: Situation): readonly string[] {
  return knowledge.files.filter((path) => manifestFile.test(path));
}

export function readmesOf({ knowledge }: Situation): readonly string[] {
  return knowledge.files.filter((path) => /^readme(\.\w+)?$/i.test(path));
}

/** Files worth naming in a result: what was changed, what the task names, what was read, what exists. */
export function notableFiles(situation: Situation): readonly string[] {
  const { knowledge, task } = situation;
  const known = new Set(knowledge.files);
  const ofTask = (task?.files ?? []).filter((path) => known.has(path));
  return [...new Set([...ofTask, ...sourcesOf(situation), ...testsOf(situation), ...manifestsOf(situation), ...readmesOf(situation), ...knowledge.files])];
}

function byRelevance(situation: Situation, paths: readonly string[]): readonly string[] {
  return paths.map((path) => ({ path, score: relevance(situation, path) })).toSorted((left, right) => right.score - left.score).map(({ path }) => path);
}

/** The task's own files first, then those under review, then those the task's text names, then those that share words with the goal. */
function relevance({ knowledge, goal, task, conversation }: Situation, path: string): number {
  const text = knowledge.originals.get(path)?.toLowerCase() ?? '';
  const words = stemsOf(`${goal} ${task?.title ?? ''} ${conversation.steering.join(' ')}`);
  const own = task?.files.includes(path) === true ? 1_000 : 0;
  const seen = knowledge.seen?.changes.some((change) => change.path === path) === true ? 500 : 0;
  const mention = conversation.prompt.indexOf(path);
  const named = mention < 0 ? 0 : 40 + 60 * (1 - mention / conversation.prompt.length);
  return own + seen + named + words.reduce((sum, word) => sum + (path.toLowerCase().includes(word) ? 20 : 0) + (text.includes(word) ? 3 : 0), 0) + (text === '' ? 0 : 1);
}

const common = new Set(['that', 'this', 'with', 'from', 'have', 'make', 'must', 'should', 'when', 'what', 'into', 'than', 'them', 'then', 'will', 'phase', 'project', 'code', 'file', 'files', 'test', 'tests', 'failing']);

/** Words that can tell one file from another, without their ending, so that "discounts" finds "discount". */
function stemsOf(text: string): readonly string[] {
  return [...new Set(wordsOf(text).map((word) => word.replace(/(ing|ed|s)$/, '')))].filter((stem) => stem.length >= 4);
}

export function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/[a-z]{4,}/g) ?? []).filter((word) => !common.has(word));
}
