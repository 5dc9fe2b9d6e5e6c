import type { JsonObject } from '../../model/json.ts';
import { shown } from './changesSeen.ts';
import { untestedOf } from './criteria.ts';
import type { Evidence } from './evidence.ts';
import { maskProse } from './mutations.ts';
import { listFiles, mainFile, sayTests } from './sentences.ts';

/** One finding before it has an id. */
interface Finding {
  readonly severity: 'info' | 'minor' | 'major' | 'blocker';
  /** The file it is about, for its pointer. */
  readonly path: string | null;
  readonly pointer?: string;
  readonly title: string;
  readonly detail: string;
  readonly suggestion?: string;
}

/** Findings of a review: those of earlier reviews where there are any, else what its angle can see without understanding. */
export function reviewFindings(evidence: Evidence): readonly JsonObject[] {
  const earlier = evidence.listed('findings');
  const found = earlier.length > 0 ? weigh(earlier) : [...failingTests(evidence), ...(angles[evidence.angle ?? ''] ?? anyAngle)(evidence)];
  return found.slice(0, 20).map(({ path, pointer, ...finding }, index) => ({ id: `F${index + 1}`, ...finding, pointer: pointer ?? pointerFor(evidence, path) }));
}

/** `approve` as long as nothing found is major. */
export function verdictOfReview(findings: readonly JsonObject[]): string {
  return findings.some(({ severity }) => severity === 'major' || severity === 'blocker') ? 'request-changes' : 'approve';
}

/** What a review looked at, and what it found. */
export function sayReview(evidence: Evidence): string {
  const findings = reviewFindings(evidence);
  const earlier = evidence.listed('findings').length;
  const basis = earlier > 0 ? `Findings of the reviews weighed: ${earlier}` : `Read for this: ${listFiles(subjects(evidence))}`;
  const angle = evidence.angle === null || earlier > 0 ? '' : `, looking for ${evidence.angle} alone`;
  return `${basis}${angle}; ${findings.length === 0 ? 'nothing was found' : `${findings.length} ${findings.length === 1 ? 'is' : 'are'} worth telling`}.`;
}

const severities = ['blocker', 'major', 'minor', 'info'] as const;

/** The most severe first, the same finding once. Pointers of reviews lead into what was reviewed, which is there as well. */
function weigh(earlier: readonly JsonObject[]): readonly Finding[] {
  const text = (value: JsonObject[string] | undefined): string => (typeof value === 'string' ? value : '');
  const findings = earlier.map((finding): Finding => ({
    severity: severities.find((name) => name === finding['severity']) ?? 'info',
    path: null,
    pointer: text(finding['pointer']),
    title: text(finding['title']),
    detail: text(finding['detail']),
    ...(typeof finding['suggestion'] === 'string' && { suggestion: finding['suggestion'] }),
  }));
  const distinct = [...new Map(findings.map((finding) => [`${finding.pointer}\n${finding.title}`, finding])).values()];
  return distinct.toSorted((left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity));
}

function failingTests(evidence: Evidence): readonly Finding[] {
  if (evidence.outlook !== 'bad') return [];
  return [{ severity: 'major', path: mainFile(evidence), title: 'The tests fail', detail: sayTests(evidence), suggestion: `Make ${evidence.testCommand ?? 'the tests'} pass first.` }];
}

const angles: Readonly<Record<string, (evidence: Evidence) => readonly Finding[]>> = {
  correctness: (evidence) => firstLineWith(evidence, /[^=<>]\s[<>]=?\s/, (place, line) => ({ severity: 'info', title: `A boundary is decided at ${place}`, detail: `${place} reads ${line}. Whether the value on the boundary itself belongs to one side or the other is easily mistaken.`, suggestion: 'Have a test for the value on the boundary and for its neighbours.' })),
  design: (evidence) => firstLineWith(evidence, /^export (?:async )?(?:function|const|class) \w+/, (place, line) => ({ severity: 'info', title: `What ${place} exports can be relied on`, detail: `${place} reads ${line}: callers outside of the file depend on its name and meaning.`, suggestion: 'Change it only together with its callers.' })),
  tests: (evidence) => untestedOf(subjects(evidence), evidence.tests).slice(0, 2).map((path) => ({ severity: 'minor', path, title: `No test is named after ${path}`, detail: `The tests are in ${listFiles(evidence.tests)}; none of them is named after ${path}.`, suggestion: `Check which test covers ${path}, and write one if none does.` })),
  security: (evidence) => firstLineWith(evidence, /\b(?:eval|exec|execSync|spawn|child_process|innerHTML|new Function|readFileSync|writeFileSync|fetch)\b/, (place, line) => ({ severity: 'minor', title: `${place} reaches outside of the program`, detail: `${place} reads ${line}. Where its values come from was not traced.`, suggestion: 'Trace every value that reaches it back to where it enters.' })),
};

function anyAngle(evidence: Evidence): readonly Finding[] {
  const { testCommand, listed } = evidence;
  const main = mainFile(evidence);
  const shared = sharedAcceptance(listed('requirements'));
  if (shared !== null) return [shared];
  if (evidence.outlook === 'bad') return [];
  return [{ severity: 'info', path: main, title: `The result names ${main}`, detail: sayTests(evidence), suggestion: testCommand === null ? `Say how ${main} is checked.` : `Run ${testCommand} once more before the result is used.` }];
}

/** Two requirements that one check is to prove are told apart by neither. */
function sharedAcceptance(requirements: readonly JsonObject[]): Finding | null {
  const checks = requirements.map(({ acceptance }) => JSON.stringify(acceptance));
  const second = checks.findIndex((check, index) => checks.indexOf(check) !== index);
  if (second < 0) return null;
  const [one, other] = [requirements[checks.indexOf(checks[second] ?? '')], requirements[second]];
  const name = (requirement: JsonObject | undefined): string => (typeof requirement?.['id'] === 'string' ? requirement['id'] : 'a requirement');
  return { severity: 'minor', path: null, pointer: `/requirements/${second}/acceptance`, title: `${name(one)} and ${name(other)} have the same acceptance`, detail: `Both are accepted by ${checks[second]}: it does not tell which of the two is not met.`, suggestion: `Give ${name(other)} a check of its own.` };
}

/** The code that matters here: what is under review, else what has most to do with the goal. */
function subjects({ seen, sources, listed }: Evidence): readonly string[] {
  const changed = [...(seen?.changes ?? []).map(({ path }) => path), ...listed('changes').map(({ path }) => path)];
  const found = sources.filter((path) => changed.includes(path));
  return found.length > 0 ? found : sources.slice(0, 3);
}

/** The first place in the code, comments and texts left out, that a pattern fits. */
function firstLineWith(evidence: Evidence, pattern: RegExp, say: (place: string, line: string) => Omit<Finding, 'path'>): readonly Finding[] {
  for (const path of subjects(evidence)) {
    const lines = evidence.textOf(path).split('\n');
    const index = maskProse(lines.join('\n')).split('\n').findIndex((line) => pattern.test(line));
    if (index >= 0) return [{ path, ...say(`${path}:${index + 1}`, shown(lines[index] ?? '')) }];
  }
  return [];
}

/** The entry of the change set that a file has, else the first entry with an id of the latest artifact, else the whole. */
function pointerFor({ listed, upstream, reports }: Evidence, path: string | null): string {
  const at = listed('changes').findIndex((change) => change['path'] === path);
  if (at >= 0) return `/changes/${at}`;
  const latest = reports.at(-1)?.phase;
  return upstream.find(({ phase }) => phase === latest)?.entry.pointer ?? upstream[0]?.entry.pointer ?? '';
}
