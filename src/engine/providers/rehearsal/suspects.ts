import { declarationsOf, importsOf, namesIn, testBlock, type Declaration } from './codeMap.ts';
import { applyMutation, mutationsOf } from './mutations.ts';
import type { Situation } from './situation.ts';
import type { TestRun } from './testRun.ts';
import { isTest, testsOf } from './workspaceFiles.ts';

/** A file as it would be with one token changed. */
export interface Candidate {
  readonly path: string;
  readonly text: string;
  readonly description: string;
}

const candidateLimit = 10;
const depthLimit = 2;

/** Test files that fail: those the output names, or that hold a failing test's name. */
export function failingTests(situation: Situation, run: TestRun): readonly string[] {
  const tests = testsOf(situation);
  const named = run.places.flatMap(({ path }) => tests.filter((file) => path === file || path.endsWith(`/${file}`)));
  const holding = tests.filter((file) => run.failures.some((name) => situation.knowledge.originals.get(file)?.includes(name) === true));
  const found = [...new Set([...named, ...holding])];
  return found.length > 0 ? found : tests.slice(0, 3);
}

/** Files to know before guessing: the failing tests, what they import, and what that imports. */
export function filesUnderSuspicion(situation: Situation, run: TestRun): readonly string[] {
  const { files, originals } = situation.knowledge;
  let level = failingTests(situation, run);
  const all = [...level];
  for (let depth = 0; depth < depthLimit; depth += 1) {
    level = level.flatMap((path) => importsOf(path, originals.get(path) ?? '', files)).filter((path) => !all.includes(path));
    all.push(...new Set(level));
  }
  return [...new Set(all)];
}

/** Single-token changes in the order in which they are worth trying: near the failing test first, common slips first. */
export function candidatesFor(situation: Situation, run: TestRun): readonly Candidate[] {
  const { originals } = situation.knowledge;
  const sources = filesUnderSuspicion(situation, run).filter((path) => !isTest(path) && originals.has(path));
  const declarations = sources.flatMap((path) => declarationsOf(path, originals.get(path) ?? ''));
  const distances = distancesFrom(namesIn(failingCode(situation, run)), declarations, originals);
  return declarations
    .flatMap((declaration) => mutationsIn(declaration, originals).map((mutation) => ({ ...mutation, score: (distances.get(declaration) ?? depthLimit) * 4 + mutation.rank })))
    .toSorted((left, right) => left.score - right.score)
    .slice(0, candidateLimit);
}

function failingCode(situation: Situation, run: TestRun): string {
  const { originals } = situation.knowledge;
  const blocks = failingTests(situation, run).flatMap((path) => {
    const text = originals.get(path) ?? '';
    const lines = run.places.filter((place) => place.path === path || place.path.endsWith(`/${path}`));
    return [...run.failures.map((name) => testBlock(text, { name })), ...lines.map(({ line }) => testBlock(text, { line }))];
  });
  return [...new Set(blocks)].join('\n');
}

/** How many calls away from the failing test a declaration is. */
function distancesFrom(names: ReadonlySet<string>, declarations: readonly Declaration[], texts: ReadonlyMap<string, string>): ReadonlyMap<Declaration, number> {
  const distances = new Map<Declaration, number>();
  let reached = names;
  for (let distance = 0; distance < depthLimit; distance += 1) {
    const found = declarations.filter((declaration) => !distances.has(declaration) && reached.has(declaration.name));
    found.forEach((declaration) => distances.set(declaration, distance));
    reached = namesIn(found.map(({ path, start, end }) => texts.get(path)?.slice(start, end) ?? '').join('\n'));
  }
  return distances;
}

function mutationsIn({ path, name, start, end }: Declaration, texts: ReadonlyMap<string, string>): readonly (Candidate & { readonly rank: number })[] {
  const text = texts.get(path) ?? '';
  return mutationsOf(text.slice(start, end)).map((mutation) => ({
    path,
    text: text.slice(0, start) + applyMutation(text.slice(start, end), mutation),
    description: `${mutation.oldToken} becomes ${mutation.newToken} in ${name}`,
    rank: mutation.rank,
  })).map((candidate) => ({ ...candidate, text: candidate.text + text.slice(end) }));
}
