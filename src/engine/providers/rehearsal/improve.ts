import { callsOf } from './conversation.ts';
import { editCalls } from './edit.ts';
import { canEdit } from './repair.ts';
import { testCommandOf } from './runTests.ts';
import type { Situation, Step } from './situation.ts';
import { notableFiles, sourcesOf } from './workspaceFiles.ts';

const notesFile = 'NOTES.md';
const extraReadings = 3;

/** One small edit where nothing has to be repaired: a doc comment that is missing, or a line in the project's notes. */
export function improve(situation: Situation): Step | null {
  const { conversation, knowledge } = situation;
  const hasEdited = callsOf(conversation, 'edit_file', 'write_file').length > 0;
  const isBroken = knowledge.runs.some(({ hasRun, hasPassed }) => hasRun && !hasPassed);
  if (!canEdit(situation) || hasEdited || isBroken) return null;
  return document(situation) ?? readMore(situation) ?? note(situation);
}

/** After an edit that no test run has seen yet: run them once more. */
export function verify({ conversation, knowledge, toolbox }: Situation): Step | null {
  const lastEdit = callsOf(conversation, 'edit_file', 'write_file').filter(({ isError }) => !isError).at(-1);
  const lastRun = knowledge.runs.at(-1);
  if (lastEdit === undefined || lastRun === undefined || !lastRun.hasRun || lastRun.turn >= lastEdit.turn) return null;
  return { say: 'I run the tests again with the change in place.', calls: toolbox.call('run_command', { command: lastRun.command }) };
}

/** A change that broke what worked is taken back. */
export function takeBackBreakage({ knowledge, toolbox }: Situation): Step | null {
  const [first, last] = [knowledge.runs[0], knowledge.runs.at(-1)];
  if (first?.hasPassed !== true || last === undefined || last.hasPassed || !last.hasRun) return null;
  const calls = [...knowledge.contents].flatMap(([path, text]) => editCalls(toolbox, { path, from: text, to: knowledge.originals.get(path) ?? text }));
  return calls.length === 0 ? null : { say: 'With the change the tests fail, so I take it back.', calls };
}

function document(situation: Situation): Step | null {
  const { knowledge, toolbox } = situation;
  for (const path of sourcesOf(situation)) {
    const from = knowledge.contents.get(path) ?? '';
    const to = withDocComment(path, from);
    if (to !== null) return { say: `${path} exports something that is not explained. I add a comment that says what it is for.`, calls: editCalls(toolbox, { path, from, to }) };
  }
  return null;
}

function readMore(situation: Situation): Step | null {
  const { conversation, knowledge, toolbox } = situation;
  const turns = new Set(callsOf(conversation, 'read_file').map(({ turn }) => turn)).size;
  const paths = [...sourcesOf(situation).slice(0, 20), ...knowledge.files.filter((path) => path === notesFile)].filter((path) => !knowledge.asked.has(path)).slice(0, 4);
  const calls = paths.flatMap((path) => toolbox.call('read_file', { path }));
  return calls.length === 0 || turns >= 2 + extraReadings ? null : { say: `I look at ${paths.join(', ')} as well before I choose the edit.`, calls };
}

/** Adds a comment above the first exported function, class or constant that has none; `null` when all have one. */
export function withDocComment(path: string, text: string): string | null {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return null;
  const lines = text.split('\n');
  const at = lines.findIndex((line, index) => /^export (?:async )?(?:function\*?|const|class) \w+/.test(line) && !/\*\/\s*$|^\s*\/\//.test(lines[index - 1] ?? ''));
  const line = lines[at];
  if (line === undefined) return null;
  return [...lines.slice(0, at), docComment(line), ...lines.slice(at)].join('\n');
}

const verbs = /^(calculate|compute|create|make|build|parse|format|find|get|read|write|load|save|apply|add|remove|check|validate|convert|to|from|is|has|can|sum|total|round|render|list|count|merge|split|sort|group|filter|print|export|import|update|set|normalize|assert|ensure|resolve|issue)$/;

function docComment(line: string): string {
  const [, kind = '', name = ''] = /^export (?:async )?(function\*?|const|class) (\w+)/.exec(line) ?? [];
  const parameters = (/\(([^)]*)/.exec(line)?.[1] ?? '').split(',').map((part) => /^\s*(\w+)/.exec(part)?.[1] ?? '').filter((part) => part !== '');
  const [first = '', ...rest] = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase().split(' ');
  const object = rest.join(' ');
  const from = parameters.length === 0 ? '' : ` for the given ${parameters.map((parameter) => `\`${parameter}\``).join(' and ')}`;
  if (/^(is|has|can)$/.test(first)) return `/** Whether it ${first} ${object}${from}. */`;
  if (first === 'to' || first === 'from') return `/** Converts ${first} ${object}${from}. */`;
  if (kind.startsWith('function') && verbs.test(first) && object !== '') return `/** ${thirdPerson(first)} the ${object}${from}. */`;
  return `/** The ${name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase()}${from}. */`;
}

function thirdPerson(verb: string): string {
  const ending = /(s|sh|ch|x|z|o)$/.test(verb) ? 'es' : 's';
  const conjugated = /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : verb + ending;
  return conjugated.slice(0, 1).toUpperCase() + conjugated.slice(1);
}

/** A line about this task with the files it concerns; not twice. */
function note(situation: Situation): Step | null {
  const { knowledge, toolbox, goal, task } = situation;
  const isUnread = knowledge.files.includes(notesFile) && !knowledge.contents.has(notesFile);
  if (isUnread) return null;
  const from = knowledge.contents.get(notesFile) ?? '';
  const files = notableFiles(situation).filter((path) => path !== notesFile).slice(0, 3);
  const line = `- ${task?.title ?? goal}${files.length === 0 ? '' : ` (looked at ${files.join(', ')}${testCommandOf(situation) === null ? '' : `; checked with ${testCommandOf(situation)}`})`}`;
  if (from.includes(line)) return null;
  const to = from === '' ? `# Notes\n\n${line}\n` : from.endsWith('\n') ? `${from}${line}\n` : `${from}\n${line}`;
  const calls = from === '' ? toolbox.call('write_file', { path: notesFile, content: to }) : editCalls(toolbox, { path: notesFile, from, to });
  return calls.length === 0 ? null : { say: `Nothing here needs a change in code, so I keep what I found in ${notesFile}.`, calls };
}
