import type { Artifact } from '../../engine/model/artifact.ts';
import type { ArtifactId } from '../../engine/model/ids.ts';
import type { JsonSchema } from '../../engine/model/json.ts';
import { toolsOf } from '../../engine/model/template.ts';
import { isWriter } from '../../engine/model/toolName.ts';
import { isReviewExecution } from '../../engine/model/reviewExecution.ts';
import type { Store } from '../../engine/ports/store.ts';
import { reviewsOfArtifact } from '../../engine/workflow/pastReviews.ts';
import { toReviewView } from '../../engine/workflow/toReviewView.ts';
import type { ReviewRound, RunState } from '../../engine/workflow/state.ts';
import type { ToView } from '../../webview/protocol.ts';
import type { Composition } from '../compose.ts';
import { nameOf } from './artifactName.ts';
import { isInUse } from './artifactStanding.ts';
import { shownTime } from './shownTime.ts';

/** An artifact with everything the inspector shows beside it; `undefined` where it is not stored. */
export async function artifactMessage({ runs, schemas, store }: Composition, id: ArtifactId): Promise<Extract<ToView, { type: 'artifact' }> | undefined> {
  const artifact = await runs.artifact(id);
  const state = artifact && (await runs.state(artifact.runId));
  if (!artifact || !state) return undefined;
  const others = (await runs.artifacts(artifact.runId)).filter((other) => other.id !== id);
  const execution = (await store.executions(artifact.runId)).find((candidate) => candidate.id === artifact.execution);
  return {
    type: 'artifact',
    artifact,
    schema: await schemaOf({ schemas }, artifact, state),
    phaseName: phaseNameOf(state, artifact),
    runName: `${state.template.name}, ${shownTime(state.createdAt)}`,
    restsOnForced: (await runs.view(artifact.runId))?.phases.find(({ id: phase }) => phase === artifact.phase)?.restsOnForced ?? [],
    isInUse: isInUse(state, artifact),
    reviews: (await reviewsOf(store, artifact, state)).map(toReviewView),
    isWriter: state.template.phases.some((phase) => phase.id === artifact.phase && toolsOf(phase).some(isWriter)),
    modelUsed: execution?.modelUsed ?? state.phases[artifact.phase]?.modelUsed ?? null,
    related: others.map((other) => ({ id: other.id, label: nameOf(other, phaseNameOf(state, other)) })),
  };
}

/** History is read only for artifacts that the present state knows nothing of any more. */
async function reviewsOf(store: Pick<Store, 'facts'>, artifact: Artifact, { template, phases }: RunState): Promise<readonly ReviewRound[]> {
  if (!template.phases.some(({ id, review }) => id === artifact.phase && review)) return [];
  const present = phases[artifact.phase]?.reviews.filter((round) => round.artifact.id === artifact.id) ?? [];
  return present.length > 0 ? present : reviewsOfArtifact(await store.facts(artifact.runId), artifact);
}

function phaseNameOf({ template }: RunState, { phase }: Artifact): string {
  return template.phases.find(({ id }) => id === phase)?.name ?? phase;
}

/** A loop phase's artifact is the list of its iterations' artifacts. */
async function schemaOf({ schemas }: Pick<Composition, 'schemas'>, artifact: Artifact, { template }: RunState): Promise<JsonSchema> {
  const definition = template.phases.find(({ id }) => id === artifact.phase);
  const isReview = artifact.execution !== null && isReviewExecution(artifact.execution);
  const contract = definition && (await schemas.compile(isReview ? 'review' : definition.output));
  if (!contract?.ok) return {};
  const { schema } = contract.value;
  return definition?.type === 'loop' && artifact.iteration === null && !isReview ? { type: 'array', items: schema } : schema;
}
