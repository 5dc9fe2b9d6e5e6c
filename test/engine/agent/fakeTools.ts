import { err, ok } from '../../../src/engine/base/result.ts';
import type { Json } from '../../../src/engine/model/json.ts';
import type { ToolEffect } from '../../../src/engine/model/toolName.ts';
import type { Permission, Tool, ToolContext, ToolResult } from '../../../src/engine/ports/tool.ts';

export interface FakeTool extends Tool {
  /** Inputs it was run with. */
  readonly ran: readonly Json[];
}

export type FakeRun = (input: Json, context: ToolContext, signal: AbortSignal) => Promise<ToolResult>;

/** A tool that takes every input but `"bad"` and `"forbidden"`. */
export function fakeTool(name: string, effect: ToolEffect = 'none', run: FakeRun = async (input) => done(`${name}: ${JSON.stringify(input)}`)): FakeTool {
  const ran: Json[] = [];
  return {
    name,
    effect,
    ran,
    description: `Does ${name}.`,
    inputSchema: { type: 'object' },
    async prepare(input) {
      if (input === 'bad') return err({ type: 'bad-input', issues: [{ pointer: '/path', message: 'is missing' }] });
      if (input === 'forbidden') return err({ type: 'refused', message: 'That place is off limits.' });
      return ok({
        intent: { title: `${name} something`, detail: JSON.stringify(input) },
        run: (context: ToolContext, signal: AbortSignal) => {
          ran.push(input);
          return run(input, context, signal);
        },
      });
    },
  };
}

export function done(output: string): ToolResult {
  return { outcome: 'ok', output };
}

/** A tool that puts its input as a question. */
export function askTool(): FakeTool {
  return fakeTool('ask_user', 'person', async (input, context) => done(`They said: ${await context.ask({ text: JSON.stringify(input), options: [] })}`));
}

export const allowAll: Permission = { decide: () => ({ type: 'allow', reason: 'tests' }) };

export function permit(decisions: Readonly<Record<string, 'allow' | 'ask' | 'deny'>>): Permission {
  return { decide: ({ name }) => ({ type: decisions[name] ?? 'allow', reason: `${name} is like that` }) };
}
