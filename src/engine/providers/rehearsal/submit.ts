import type { Json, JsonObject } from '../../model/json.ts';
import { submitArtifactTool } from '../../model/toolName.ts';
import { isJsonObject } from '../jsonShape.ts';
import { generate } from './artifact/generate.ts';
import { artifactWriter } from './artifactWriter.ts';
import { callsOf, rejectionsOf } from './conversation.ts';
import { correctionsIn, correct } from './corrections.ts';
import { draftArtifact } from './drafts.ts';
import { gatherEvidence } from './evidence.ts';
import { draftOpinion, isSecondOpinion } from './secondOpinion.ts';
import { phrase, type Situation, type Step } from './situation.ts';

/** Bounds the search for a value, so that a schema nothing satisfies still gets an answer. */
const effort = 5_000;

/** Hands in the result: drafted from the evidence, shaped by the schema, corrected by what was turned down. */
export function submit(situation: Situation): Step {
  const schema = situation.toolbox.find(submitArtifactTool)?.inputSchema;
  if (schema === undefined) return { say: `This is as far as "${situation.goal}" can be taken here.`, calls: [] };
  const rejections = rejectionsOf(situation.conversation);
  const say = rejections.length === 0 ? phrase(situation, ['That is what I can say for certain. I hand in the result.', 'The work of this phase is done; here is the result.', 'I put together what was found and hand it in.']) : 'I correct what was turned down and hand it in again.';
  return { say, calls: [{ name: submitArtifactTool, input: artifactFor(situation, schema) }] };
}

function artifactFor(situation: Situation, schema: JsonObject): JsonObject {
  const rejections = rejectionsOf(situation.conversation);
  const evidence = gatherEvidence(situation);
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const isWrapped = Object.keys(properties).join() === 'artifact';
  const last = callsOf(situation.conversation, submitArtifactTool).at(-1)?.input;
  const corrections = correctionsIn(rejections.at(-1) ?? '', isWrapped ? '/artifact' : '');

  const fresh = isWrapped ? { artifact: draftArtifact(evidence, propertiesOf(properties.artifact)) } : isSecondOpinion(situation) ? draftOpinion(situation, evidence) : draftArtifact(evidence, Object.keys(properties));
  const draft: Json = last === undefined || rejections.length === 0 ? fresh : correct(last, corrections);
  const writer = artifactWriter(evidence, { attempt: rejections.length, omitted: new Set(corrections.filter(({ type }) => type === 'omit').map(({ pointer }) => pointer)) });
  const value = generate({ schema, root: schema, path: [], draft: prune(draft, schema), variant: 0, seed: situation.seed + rejections.length, writer, effort: { left: effort }, make: generate });
  return isJsonObject(value) ? value : {};
}

function propertiesOf(schema: Json | undefined): readonly string[] {
  return isJsonObject(schema) && isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
}

/** Without a word about any of its properties a draft says nothing, and the schema alone decides. */
function prune(draft: Json, schema: JsonObject): Json | undefined {
  if (!isJsonObject(draft)) return draft;
  const content = isJsonObject(draft.artifact) && isJsonObject(schema.properties) && Object.keys(schema.properties).join() === 'artifact' ? draft.artifact : draft;
  return Object.keys(content).length === 0 ? undefined : draft;
}
