import { assert } from '../base/assert.ts';
import type { ExecutionId, PhaseId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import { inputsOf, limitsOf, modelOf, narrowingOf, type PhaseDefinition, toolsOf } from '../model/template.ts';
import type { ConversationHistory, PhaseJob } from '../phase/job.ts';
import type { RunStore } from '../ports/store.ts';
import { graphOf } from '../workflow/graph.ts';
import { renderPrompt } from '../workflow/prompt.ts';
import { freshPhase, phaseOf } from '../workflow/step.ts';
import type { PhaseState, RunState } from '../workflow/state.ts';
import { roundToAnswer } from './review/reviewRequest.ts';
import { sentBackText } from './review/sentBack.ts';

export interface JobRequest {
  readonly state: RunState;
  readonly phase: PhaseId;
  readonly execution: ExecutionId;
  readonly history: ConversationHistory;
  readonly seed: number;
}

/** Resolves everything an execution needs: rendered prompt, upstream artifacts, limits. */
export async function phaseJob(store: RunStore, { state, phase, execution, history, seed }: JobRequest): Promise<PhaseJob> {
  const definition = graphOf(state.template).byId.get(phase);
  const current = phaseOf(state, phase);
  assert(definition && current, `run ${state.id} has a phase ${phase}`);
  const round = roundToAnswer(state, { phase });
  return {
    run: state.id,
    phase,
    execution,
    ...(await taskOf(store, state, definition)),
    output: definition.output,
    tools: toolsOf(definition),
    narrowing: narrowingOf(state.template, definition),
    limits: limitsOf(state.template, definition),
    model: current.model ?? state.model ?? modelOf(state.template, definition),
    seed,
    history,
    steered: current.steered,
    sentBack: round && { text: await sentBackText(store, round), times: current.reviews.length },
  };
}

/** What a phase is asked in its current iteration, and what it sees. */
export async function taskOf(store: RunStore, state: RunState, definition: PhaseDefinition): Promise<Pick<PhaseJob, 'title' | 'prompt' | 'inputs'>> {
  const current = phaseOf(state, definition.id) ?? freshPhase;
  const inputs = await upstreamArtifacts(store, state, inputsOf(definition));
  const index = current.loop?.done.length ?? null;
  const scope = { input: state.inputs, artifacts: inputs, ...(index !== null && { loop: { index, ...loopItem(state, definition, index) } }) };
  return { title: index === null ? definition.name : `${definition.name} (${index + 1}${totalOf(current)})`, prompt: renderPrompt(definition.prompt, scope), inputs };
}

/** Artifacts of completed phases; a skipped phase has none. */
export async function upstreamArtifacts(store: RunStore, state: RunState, phases: readonly PhaseId[]): Promise<Readonly<Record<string, Json>>> {
  const found: Record<string, Json> = {};
  for (const id of phases) {
    const situation = phaseOf(state, id)?.situation;
    if (situation?.status !== 'completed') continue;
    const artifact = await store.artifact(situation.artifact.id);
    assert(artifact, `artifact ${situation.artifact.id} of a completed phase is stored`);
    found[id] = artifact.data;
  }
  return found;
}

function loopItem(state: RunState, { loop }: PhaseDefinition, index: number): { readonly item?: Json } {
  const items = loop && 'over' in loop ? state.values[loop.over] : undefined;
  const item = Array.isArray(items) ? (items as readonly Json[])[index] : undefined;
  return item === undefined ? {} : { item };
}

function totalOf({ loop }: PhaseState): string {
  return loop?.total === null || loop === null ? '' : ` of ${loop.total}`;
}
