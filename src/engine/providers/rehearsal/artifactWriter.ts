import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../jsonShape.ts';
import type { Place, Writer } from './artifact/place.ts';
import type { Evidence } from './evidence.ts';
import { fileWithNames, join, mainFile, sayTests, sayWorkspace } from './sentences.ts';

export interface WriterOptions {
  /** Results turned down so far: what is written anew is written differently. */
  readonly attempt: number;
  /** Pointers of properties to leave out. */
  readonly omitted: ReadonlySet<string>;
}

/** Fills what no draft covers from the evidence, by the names and places of properties. */
export function artifactWriter(evidence: Evidence, { attempt, omitted }: WriterOptions): Writer {
  return {
    texts: (place) => rotate(textsFor(place, evidence), attempt),
    rank: (members, place) => rank(members, place, evidence),
    wants: (place) => !omitted.has(pointerOf(place)) && (!isReference(nameOf(place)) || referenceIds(place, evidence).length > 0),
    length: (place) => (isReference(nameOf(place)) ? Math.min(1, referenceIds(place, evidence).length) : 2),
  };
}

function pointerOf({ path }: Place): string {
  return path.map((segment) => `/${segment}`).join('');
}

/** The nearest property name: that of the list, for an entry of a list. */
function nameOf({ path }: Place): string {
  return String(path.findLast((segment) => typeof segment === 'string') ?? '');
}

function indexOf({ path }: Place): number {
  return Number(path.findLast((segment) => typeof segment === 'number') ?? 0);
}

/** Lists around a place, nearest first. */
function listsAround({ path }: Place): readonly string[] {
  return path.flatMap((segment, at) => (typeof segment === 'number' && typeof path[at - 1] === 'string' ? [String(path[at - 1])] : [])).toReversed();
}

function textsFor(place: Place, evidence: Evidence): readonly string[] {
  const name = nameOf(place);
  const index = indexOf(place);
  if (name === 'id' || name === 'key') return [`${initialOf(listsAround(place)[0] ?? 'item')}${index + 1}`];
  if (isReference(name)) return rotate(referenceIds(place, evidence), index);
  if (/^(path|paths|file|files|filename|filePath|sourceFile|modules?)$/i.test(name)) return rotate(evidence.files, index);
  if (/^(command|commands|script)$/i.test(name)) return [evidence.testCommand ?? 'git status'];
  if (/^(title|name|label|heading)$/i.test(name)) return rotate(titles(evidence, listsAround(place)[0] ?? 'result'), index);
  return rotate(sentencesFor(place, evidence), index);
}

function titles(evidence: Evidence, list: string): readonly string[] {
  const files = evidence.files.slice(0, 5);
  return files.length === 0 ? [`${words(singular(list))} for ${evidence.goal}`] : files.map((path) => `${words(singular(list))} in ${path}`);
}

/** True statements under the heading of the property. */
function sentencesFor(place: Place, evidence: Evidence): readonly string[] {
  const heading = words(nameOf(place) === '' ? 'result' : singular(nameOf(place)));
  const files = evidence.files.slice(0, 5).map((path) => `${heading}: ${fileWithNames(evidence, path)} matters for "${evidence.goal}".`);
  return [...files, `${heading}: ${join(`the goal is "${evidence.goal}".`, sayWorkspace(evidence))}`, `${heading}: ${sayTests(evidence)}`, `${heading}: see ${mainFile(evidence)}.`];
}

const sameArtifact = /^(dependsOn|depends_on|blockedBy|requires|after|parent)$/;
const reference = /(Id|Ids|_id|_ids|Ref|Refs)$|^(decision|task|requirement|finding|lesson|criterion)s?$/;

function isReference(name: string): boolean {
  return sameArtifact.test(name) || reference.test(name);
}

/** Ids that exist: earlier entries of the same list, entries of an input artifact, or the first entry of the list this artifact itself has. */
function referenceIds(place: Place, evidence: Evidence): readonly string[] {
  const name = nameOf(place);
  const lists = listsAround(place);
  if (sameArtifact.test(name)) {
    const list = lists.find((candidate) => candidate !== name) ?? 'items';
    const entry = place.path[place.path.indexOf(list) + 1];
    return typeof entry === 'number' && entry > 0 ? [`${initialOf(list)}${entry}`] : [];
  }
  const kind = name.replace(/(Ids?|_ids?|Refs?)$/, '').replace(/s$/, '').toLowerCase();
  const own = kind === 'task' ? evidence.task : null;
  const upstream = evidence.upstream.filter(({ list }) => list.toLowerCase().startsWith(kind) || (kind === 'task' && list === 'items')).map(({ entry }) => entry.id);
  const isHere = Object.entries(propertiesOf(place.root)).some(([list, schema]) => singular(list).toLowerCase() === kind && isJsonObject(schema) && schema.type === 'array');
  return [...(own === null ? [] : [own.id]), ...upstream, ...(isHere ? [`${initialOf(kind)}1`] : [])];
}

/** Of the artifact itself, also where it stands inside a single `artifact` property. */
function propertiesOf(schema: Json): JsonObject {
  const properties = isJsonObject(schema) && isJsonObject(schema.properties) ? schema.properties : {};
  return isJsonObject(properties.artifact) && Object.keys(properties).length === 1 ? propertiesOf(properties.artifact) : properties;
}

const byOutlook = {
  good: ['approve', 'approved', 'pass', 'passed', 'accept', 'accepted', 'done', 'completed', 'complete', 'success', 'ok', 'yes', 'go'],
  unknown: ['approve', 'pass-with-concerns', 'concern', 'partial', 'unknown', 'in-progress', 'open', 'pending', 'needs-review', 'mixed'],
  bad: ['request-changes', 'fail', 'failed', 'partial', 'incomplete', 'reject', 'rejected', 'blocked', 'no', 'no-go'],
} as const;
const mildFirst = ['info', 'low', 'minor', 'small', 'must', 'medium', 'moderate', 'normal'];

/** How it went decides where a schema asks for it; of degrees the mildest, because nothing seen calls for more. */
function rank(members: readonly Json[], place: Place, { outlook }: Evidence): readonly Json[] {
  const name = nameOf(place);
  const order: readonly string[] = /status|verdict|result|outcome|state|decision|recommendation/i.test(name) ? byOutlook[outlook] : mildFirst;
  const position = (member: Json): number => {
    const at = order.indexOf((typeof member === 'string' ? member : JSON.stringify(member)).toLowerCase().replaceAll(/[_\s]/g, '-'));
    return at < 0 ? order.length : at;
  };
  return members.toSorted((left, right) => position(left) - position(right));
}

function initialOf(list: string): string {
  const [initial = 'X'] = singular(list).toUpperCase();
  return /[A-Z]/.test(initial) ? initial : 'X';
}

function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
}

function words(name: string): string {
  const text = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' ').toLowerCase();
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function rotate<T>(list: readonly T[], by: number): readonly T[] {
  return list.length === 0 ? list : [...list.slice(by % list.length), ...list.slice(0, by % list.length)];
}
