import * as z from 'zod';
import { cutMiddle } from '../base/middleCut.ts';
import type { Tool } from '../ports/tool.ts';
import { defineTool, failedCall, reading } from './defineTool.ts';

const shownBytes = 60_000;

const input = z.strictObject({
  phase: z.string().min(1).max(64).describe('Id of an upstream phase'),
});

export function getArtifactTool(): Tool {
  return defineTool({
    name: 'get_artifact',
    description: 'Answers the artifact of an upstream phase as JSON. Only phases named as inputs of this phase have one to show.',
    input,
    async prepare({ phase }) {
      return reading(`artifact of ${phase}`, async ({ artifactOf }) => {
        const data = await artifactOf(phase);
        if (data === undefined) return failedCall(`This phase sees no artifact of "${phase}". Use what its instructions name.`);
        const text = JSON.stringify(data, null, 2);
        const shown = cutMiddle(text, shownBytes);
        return { outcome: 'ok', output: shown.text, ...(shown.isCut ? { whole: text } : {}) };
      });
    },
  });
}
