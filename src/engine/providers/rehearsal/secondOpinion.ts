import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonArray, isJsonObject } from '../jsonShape.ts';
import type { Evidence } from './evidence.ts';
import { listFiles, sayTests, sayWorkspace } from './sentences.ts';
import type { Situation } from './situation.ts';

/** Whether the task is to judge another model's artifact. */
export function isSecondOpinion({ conversation }: Pick<Situation, 'conversation'>): boolean {
  return /^You give a second opinion\b/m.test(conversation.prompt);
}

/** How a rehearsal reviewer takes it: the seed decides, so that neighbours differ and every run with the same seed is the same. */
const tempers = ['exacting', 'content', 'cautious'] as const;

/**
 * A review of the artifact in hand. Its findings are true, but chosen by the seed: a rehearsal reads and does not judge. An exacting
 * reviewer asks for a change once, so that the way back to the author is rehearsed too.
 */
export function draftOpinion({ seed, conversation }: Situation, evidence: Evidence): JsonObject {
  const temper = tempers[seed % tempers.length];
  const [reviewed = null] = Object.values(conversation.upstream);
  const places = textPlaces(reviewed, '').filter(({ text }) => text.length > 30);
  const place = places[seed % Math.max(1, places.length)] ?? { pointer: '', text: 'The artifact' };
  const isAnswered = /^<opinion>$/m.test(conversation.prompt);
  if (temper === 'exacting' && !isAnswered) return opinion('request-changes', 'This place could be read in more than one way, and a reader has only it.', [finding(evidence, place, { severity: 'major', title: 'Say this more precisely' })]);
  if (temper === 'cautious') return opinion('approve', 'Nothing stands in the way; one place deserves another look.', [finding(evidence, place, { severity: 'minor', title: 'Have another look at this' })]);
  return opinion('approve', `${isAnswered ? 'The answer was read against the first version. ' : ''}Nothing stands in the way. ${sayWorkspace(evidence)}`, []);
}

function opinion(verdict: string, summary: string, findings: readonly JsonObject[]): JsonObject {
  return { summary: `A rehearsal's opinion: it reads, and does not judge. ${summary}`, verdict, findings };
}

interface TextPlace {
  readonly pointer: string;
  readonly text: string;
}

function finding(evidence: Evidence, { pointer, text }: TextPlace, { severity, title }: { readonly severity: string; readonly title: string }): JsonObject {
  const read = evidence.files.length === 0 ? '' : ` Read for this: ${listFiles(evidence.files.slice(0, 3))}.`;
  return { id: 'F1', severity, pointer, title, detail: `It says: "${text.length > 160 ? `${text.slice(0, 160)}…` : text}".${read} ${sayTests(evidence)}` };
}

/** Every text of the artifact with its place, in order. */
function textPlaces(value: Json, pointer: string): readonly TextPlace[] {
  if (typeof value === 'string') return [{ pointer, text: value }];
  if (isJsonArray(value)) return value.flatMap((item, index) => textPlaces(item, `${pointer}/${index}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => textPlaces(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`));
}
