import assert from 'node:assert/strict';
import * as z from 'zod';
import { review, reviewReferences } from '../../../../src/engine/model/artifacts/review.ts';
import type { Json, JsonObject } from '../../../../src/engine/model/json.ts';
import { nextStep } from '../../../../src/engine/providers/rehearsal/nextStep.ts';

const plan = { summary: 'The work stays in one place, and it is checked with the tests.', decisions: [{ id: 'D1', title: 'Keep the change small, whatever it takes' }] };

function opinionFor(seed: number, more = ''): Json {
  const text = `<artifact phase="plan">\n${JSON.stringify(plan, null, 2)}\n</artifact>\n\n# Review of Plan\n\nYou give a second opinion.\n\nThe task was:\n<task>\nThe goal: Mend it\n</task>${more}`;
  const tools = [{ name: 'submit_artifact', description: '', inputSchema: z.toJSONSchema(review) as JsonObject }];
  return nextStep({ system: '', messages: [{ role: 'user', text }], tools, maxOutputTokens: 1_000, seed }).calls[0]?.input ?? null;
}

describe('rehearsal reviewers', () => {
  const opinions = [0, 1, 2].map((seed) => opinionFor(seed));
  const verdictsOf = (list: readonly Json[]): readonly string[] => list.map((opinion) => review.parse(opinion).verdict);

  it('fill the review schema, with places that are in the artifact', () => {
    for (const opinion of opinions) assert.deepEqual(reviewReferences(review.parse(opinion), { plan }), []);
  });

  it('differ from neighbour to neighbour, and never from run to run', () => {
    assert.deepEqual(verdictsOf(opinions).toSorted(), ['approve', 'approve', 'request-changes']);
    assert.equal(new Set(opinions.map((opinion) => JSON.stringify(opinion))).size, 3);
    assert.deepEqual([0, 1, 2].map((seed) => opinionFor(seed)), opinions);
  });

  it('object once: the answer contents them', () => {
    const answered = '\n\nOf the version before this one you said:\n<opinion>\n## reviewer: request-changes\n</opinion>';
    assert.deepEqual(verdictsOf([0, 1, 2].map((seed) => opinionFor(seed, answered))), ['approve', 'approve', 'approve']);
  });
});
