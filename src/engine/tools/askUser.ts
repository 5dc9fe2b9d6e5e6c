import * as z from 'zod';
import { revealHidden } from '../base/hiddenText.ts';
import type { Tool } from '../ports/tool.ts';
import { defineTool, failedCall, reading } from './defineTool.ts';

const input = z.strictObject({
  question: z.string().trim().min(1).max(10_000).describe('Everything the person needs to know to answer'),
  options: z.array(z.string().trim().min(1).max(500)).max(12).optional().describe('Answers to choose from, if there are such'),
});

export function askUserTool(): Tool {
  return defineTool({
    name: 'ask_user',
    description: 'Asks the person and waits for the answer, which may take hours. Ask only what the workspace cannot tell, one question at a time.',
    input,
    async prepare({ question, options = [] }) {
      return reading('ask the person', async ({ ask }, signal) => {
        try {
          return { outcome: 'ok', output: revealHidden(await ask({ text: revealHidden(question), options: options.map(revealHidden) })) };
        } catch (error) {
          if (signal.aborted) return { outcome: 'cancelled', output: 'Stopped before there was an answer.' };
          return failedCall(`The question could not be asked: ${error instanceof Error ? error.message : String(error)}`);
        }
      });
    },
  });
}
