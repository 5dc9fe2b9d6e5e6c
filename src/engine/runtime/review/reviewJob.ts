import { assert } from '../../base/assert.ts';
import type { ContentRef } from '../../model/content.ts';
import type { Json } from '../../model/json.ts';
import { limitsOf } from '../../model/template.ts';
import { reviewerTools } from '../../model/toolName.ts';
import type { PhaseJob } from '../../phase/job.ts';
import type { RunStore } from '../../ports/store.ts';
import { graphOf } from '../../workflow/graph.ts';
import { phaseOf } from '../../workflow/step.ts';
import type { ReviewRound, ReviewSeat } from '../../workflow/state.ts';
import { type JobRequest, taskOf } from '../phaseJob.ts';
import { opinionText, reviewOf } from './sentBack.ts';

/** Everything one reviewer needs to know: the artifact, the task it answers, what changed in the workspace. It may look, and change nothing. */
export async function reviewJob(store: RunStore, { state, phase, execution, history, seed }: JobRequest): Promise<PhaseJob> {
  const definition = graphOf(state.template).byId.get(phase);
  const rounds = phaseOf(state, phase)?.reviews ?? [];
  const round = rounds.find(({ seats }) => seats.some((seat) => seat.execution === execution));
  const place = round?.seats.findIndex((seat) => seat.execution === execution) ?? -1;
  const seat = round?.seats[place];
  assert(definition && round && seat?.model, `run ${state.id} has a review ${execution}`);
  const task = await taskOf(store, state, definition);
  const reviewed = { [phase]: JSON.parse(await store.text(round.raw)) as Json };
  const before = rounds[rounds.indexOf(round) - 1];
  return {
    run: state.id, phase, execution,
    title: `Review of ${task.title}`,
    prompt: await promptOf(store, { round, task: task.prompt, before: before && { round: before, seat: before.seats[place] } }),
    inputs: { ...reviewed, ...withoutReviewed(task.inputs, reviewed) },
    checkedAgainst: reviewed,
    output: 'review',
    tools: reviewerTools,
    limits: limitsOf(state.template, definition),
    model: seat.model,
    seed: seed + 1 + place,
    history,
    steered: 0,
    sentBack: null,
  };
}

/** The reviewed artifact speaks for its phase. */
function withoutReviewed(inputs: Readonly<Record<string, Json>>, reviewed: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(inputs).filter(([id]) => !Object.hasOwn(reviewed, id)));
}

interface Reviewed {
  readonly round: ReviewRound;
  readonly task: string;
  readonly before: { readonly round: ReviewRound; readonly seat: ReviewSeat | undefined } | undefined;
}

async function promptOf(store: RunStore, { round, task, before }: Reviewed): Promise<string> {
  const earlier = before?.seat && (await reviewOf(store, before.seat));
  return [
    `You give a second opinion. Another model did the phase below; its result is the first artifact above, ${round.artifact.type}. It has the right shape: judge whether it does what the task asks, is true of this workspace, and is safe to go on with.`,
    `The task was:\n<task>\n${task}\n</task>`,
    `What the phase changed in the workspace:\n${(await section(store, 'changes', round.changes)) ?? 'Not known, or nothing: look at the files.'}`,
    ...(earlier && before?.seat ? [`Of the version before this one you said:\n<opinion>\n${opinionText(before.seat.reviewer, earlier)}\n</opinion>\n\nThe author answers:\n${(await section(store, 'answer', round.answer)) ?? 'Nothing; only the artifact and the workspace tell.'}`] : []),
    'Look at the files behind what it claims before you judge; you cannot change anything. Then submit your review. Each finding names its place in that artifact by JSON pointer. Report what matters, with evidence; do not ask for what the task did not. Approve when nothing major is left.',
  ].join('\n\n');
}

async function section(store: RunStore, name: string, content: ContentRef | null): Promise<string | null> {
  return content && `<${name}>\n${await store.text(content)}\n</${name}>`;
}
