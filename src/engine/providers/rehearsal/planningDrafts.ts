import type { JsonObject } from '../../model/json.ts';
import type { Evidence } from './evidence.ts';
import { fileWithNames, join, listFiles, mainFile, sayAnswer, saySuspicion, sayTests, sayWorkspace } from './sentences.ts';

/** Decisions, specifications and task queues. */
export function planningDrafts(evidence: Evidence): JsonObject {
  return {
    context: join(sayWorkspace(evidence), sayTests(evidence), saySuspicion(evidence), evidence.reports.length === 0 ? '' : `It builds on ${evidence.reports.map(({ phase }) => phase).join(', ')}.`),
    decisions: [...evidence.answers.map(fromPerson), whereToWork(evidence), howToCheck(evidence)].map((decision, index) => ({ id: `D${index + 1}`, ...decision })),
    constraints: constraints(evidence),
    openQuestions: evidence.files.length === 0 ? [`Which files does "${evidence.goal}" concern?`] : [],
    goals: [`Someone who uses ${mainFile(evidence)} gets what was asked for: ${evidence.goal}.`],
    nonGoals: [`Nothing outside ${listFiles(evidence.sources.slice(0, 2))} is redesigned.`],
    requirements: requirements(evidence),
    interfaces: evidence.sources.slice(0, 1).map((path) => ({ name: path, contract: `What ${fileWithNames(evidence, path)} exports keeps its name and its parameters.` })),
    items: tasks(evidence),
    tasks: tasks(evidence),
  };
}

/** What a person chose, with the options that they did not choose. */
function fromPerson({ question, options, answer }: Evidence['answers'][number]): JsonObject {
  const others = options.filter((option) => !answer.includes(option));
  return {
    title: question.slice(0, 200),
    decision: `The person decided: "${answer}".`,
    rationale: `It was asked because the workspace does not say. The answer was "${answer}".`,
    alternatives: others.length === 0 ? [{ option: 'Decide without asking', whyNot: 'Nothing in the workspace speaks for one reading or the other.' }] : others.map((option) => ({ option, whyNot: 'It was offered, and the person did not choose it.' })),
    risk: 'The answer may have meant more than its words say.',
  };
}

function whereToWork(evidence: Evidence): JsonObject {
  const main = mainFile(evidence);
  return {
    title: `Work in ${main} and keep the change small`,
    decision: join(`The goal "${evidence.goal}" is reached in ${fileWithNames(evidence, main)}; other files change only if a test demands it.`, sayAnswer(evidence)),
    rationale: join(`Of ${evidence.files.length} files seen, ${main} has most to do with the goal.`, saySuspicion(evidence), sayTests(evidence)),
    alternatives: [{ option: `Rewrite ${main}`, whyNot: `Nothing seen in ${main} calls for it, and every caller in ${listFiles(evidence.tests, 2)} would have to be checked anew.` }],
    risk: `A caller may rely on how ${main} behaves today; its tests would show that.`,
  };
}

function howToCheck(evidence: Evidence): JsonObject {
  const { testCommand, tests } = evidence;
  const check = testCommand ?? 'reading the changed lines once more';
  return {
    title: `Check with ${check}`,
    decision: `Before and after every change, the work is checked with ${check}.`,
    rationale: tests.length === 0 ? 'The workspace has no tests, so the changed lines themselves are the evidence.' : `${listFiles(tests)} describe what must hold.`,
    alternatives: [{ option: 'Check by hand at the end', whyNot: 'A mistake would be found late, when several changes could be its cause.' }],
    risk: tests.length === 0 ? 'A mistake can go unnoticed without tests.' : `What ${listFiles(tests, 2)} do not cover stays unchecked.`,
  };
}

function constraints({ tests, sources, testCommand }: Evidence): readonly string[] {
  return [
    ...(tests[0] === undefined || sources[0] === undefined ? [] : [`${tests[0]} uses the code as it is exported now: names and parameters stay.`]),
    ...(testCommand === null ? [] : [`${testCommand} must pass when the work is done.`]),
  ];
}

function requirements(evidence: Evidence): readonly JsonObject[] {
  const check = evidence.testCommand === null ? `A reader finds it in ${mainFile(evidence)}.` : `${evidence.testCommand} ends with exit code 0.`;
  return [
    { id: 'R1', title: evidence.goal, statement: `After the work, ${mainFile(evidence)} behaves as the goal says: ${evidence.goal}.`, priority: 'must', acceptance: [check] },
    { id: 'R2', title: 'What works today keeps working', statement: `Everything that ${listFiles(evidence.tests)} check today still holds.`, priority: 'must', acceptance: [check] },
  ];
}

function tasks(evidence: Evidence): readonly JsonObject[] {
  const { goal, sources, tests, testCommand, outlook } = evidence;
  const [main, second] = [sources[0] ?? mainFile(evidence), sources[1]];
  const check = testCommand === null ? `The change can be read in ${main}.` : `${testCommand} ends with exit code 0.`;
  const decisions = evidence.upstream.filter(({ list }) => list === 'decisions').map(({ entry }) => entry.id);
  const isKnown = evidence.files.length > 0;
  const first: JsonObject = {
    id: 'T1',
    title: `Reach the goal in ${main}`,
    description: join(`Make this true: ${goal}. Start in ${fileWithNames(evidence, main)}, and leave other files alone unless a test demands it.`, sayRequirements(evidence), sayTests(evidence)),
    ...(decisions[0] === undefined ? {} : { decision: decisions[0] }),
    files: isKnown ? [main, ...tests.slice(0, 1)].filter((path, index, all) => all.indexOf(path) === index) : [],
    dependsOn: [],
    acceptance: [check],
    risk: outlook === 'bad' ? 'medium' : 'low',
  };
  if (second === undefined) return [first];
  const explain: JsonObject = {
    id: 'T2',
    title: `Explain what ${second} exports`,
    description: `Add a comment to whatever ${fileWithNames(evidence, second)} exports without one. Behaviour stays as it is.`,
    ...(decisions.length === 0 ? {} : { decision: decisions[1 % decisions.length] ?? 'D1' }),
    files: [second],
    dependsOn: ['T1'],
    acceptance: [check],
    risk: 'low',
  };
  return [first, explain];
}

/** A requirement that was revised counts as it is now. */
function sayRequirements({ listed }: Evidence): string {
  const requirements = [...new Map(listed('requirements').map((requirement) => [requirement['id'], requirement])).values()];
  return requirements.length === 0 ? '' : `It carries out ${requirements.map(({ id, title }) => `${text(id)} ("${text(title)}")`).join(' and ')}.`;
}

function text(value: JsonObject[string] | undefined): string {
  return typeof value === 'string' ? value : 'one without a name';
}
