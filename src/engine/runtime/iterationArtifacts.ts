import { assert } from '../base/assert.ts';
import type { PhaseId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import { artifactTypeOf } from '../model/template.ts';
import type { RunStore } from '../ports/store.ts';
import { graphOf } from '../workflow/graph.ts';
import { phaseOf } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';

/** The artifacts of a loop's finished iterations, in order, and their type. */
export async function iterationArtifacts(store: RunStore, state: RunState, phase: PhaseId): Promise<{ readonly data: readonly Json[]; readonly type: string }> {
  const definition = graphOf(state.template).byId.get(phase);
  assert(definition, `run ${state.id} has a phase ${phase}`);
  const data = await Promise.all((phaseOf(state, phase)?.loop?.done ?? []).map(async ({ id }) => {
    const artifact = await store.artifact(id);
    assert(artifact, `artifact ${id} of a finished iteration is stored`);
    return artifact.data;
  }));
  return { data, type: artifactTypeOf(definition.output) };
}
