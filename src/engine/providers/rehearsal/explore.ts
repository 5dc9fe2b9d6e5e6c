import { callsOf } from './conversation.ts';
import { phrase, type Situation, type Step } from './situation.ts';
import { manifestsOf, readmesOf, sourcesOf, testsOf, wordsOf } from './workspaceFiles.ts';

const readingTurns = 2;
const filesPerTurn = 4;

/** Looks around once, then reads what matters, in at most three turns. */
export function explore(situation: Situation): Step | null {
  return lookAround(situation) ?? readFiles(situation);
}

function lookAround(situation: Situation): Step | null {
  const { conversation, toolbox } = situation;
  if (callsOf(conversation, 'list_files', 'find_files').length > 0) return null;
  const calls = [...toolbox.call('list_files', { path: '.' }), ...toolbox.call('find_files', { glob: '**/*' })];
  if (calls.length === 0) return null;
  return { say: phrase(situation, [`I start with what is here, then decide about "${situation.goal}".`, 'First a look at the workspace, before I decide anything.', `The goal is "${situation.goal}". I look at the files first.`]), calls };
}

function readFiles(situation: Situation): Step | null {
  const { conversation, knowledge, toolbox, task } = situation;
  const turns = new Set(callsOf(conversation, 'read_file').map(({ turn }) => turn));
  if (!toolbox.has('read_file') || turns.size >= readingTurns || hasStarted(situation)) return null;

  const known = new Set(knowledge.files);
  const overview = [...readmesOf(situation).slice(0, 1), ...manifestsOf(situation).slice(0, 1)];
  const code = interleave(sourcesOf(situation), testsOf(situation));
  const wanted = [...(turns.size === 0 ? overview : []), ...(task?.files ?? []).filter((path) => known.has(path)), ...code, ...knowledge.files];
  const paths = [...new Set(wanted)].filter((path) => !knowledge.asked.has(path)).slice(0, filesPerTurn);
  if (paths.length === 0) return null;
  return { say: sayReading(situation, paths), calls: [...paths.flatMap((path) => toolbox.call('read_file', { path })), ...(turns.size === 1 ? search(situation) : [])] };
}

/** Reading to understand ends where work begins. */
function hasStarted({ conversation }: Situation): boolean {
  return callsOf(conversation, 'run_command', 'edit_file', 'write_file', 'ask_user', 'submit_artifact').length > 0;
}

function search({ toolbox, goal }: Situation): Step['calls'] {
  const [word] = wordsOf(goal);
  return word === undefined ? [] : toolbox.call('search_text', { pattern: word });
}

function sayReading(situation: Situation, paths: readonly string[]): string {
  const names = paths.slice(0, 3).join(', ');
  return phrase(situation, [`I read ${names} to see how this works today.`, `The relevant parts should be in ${names}.`, `Next I read ${names}.`]);
}

function interleave(left: readonly string[], right: readonly string[]): readonly string[] {
  return left.flatMap((path, index) => [path, ...(right[index] === undefined ? [] : [right[index]])]).concat(right.slice(left.length));
}
