import { err, ok, type Result } from '../base/result.ts';
import { failed, type Failure } from '../model/failure.ts';
import type { ToolCallId } from '../model/ids.ts';
import type { Question } from '../model/wait.ts';
import type { OfferRequest, Tool, Toolbox } from '../ports/tool.ts';
import type { PhaseJob } from './job.ts';

export interface OfferPorts {
  readonly toolbox: Toolbox;
  readonly ask: (question: Question, signal: AbortSignal) => Promise<string>;
}

const [allow, deny] = ['Allow', 'Deny'];

/** Exactly the tools that a phase lists, by name; those that this host does not have are not offered. Waits where a person must agree first. */
export async function offeredTools({ toolbox, ask }: OfferPorts, { tools: names, execution }: PhaseJob, signal: AbortSignal): Promise<Result<ReadonlyMap<string, Tool>, Failure>> {
  let asked = 0;
  const approve: OfferRequest['approve'] = async ({ title, detail }) => {
    const call = `${execution}/0.${++asked}` as ToolCallId;
    return (await ask({ call, kind: 'approval', text: title, options: [allow, deny], detail }, signal)) === allow;
  };
  try {
    const offered = await (toolbox.offer?.({ names, approve }, signal) ?? ok(names.flatMap((name) => toolbox.find(name) ?? [])));
    return offered.ok ? ok(new Map(offered.value.map((tool) => [tool.name, tool]))) : offered;
  } catch (error) {
    if (signal.aborted) return err(failed('cancelled', 'The phase was stopped.'));
    throw error;
  }
}

/** Whether a question was asked while the tools of a phase were made ready. */
export function isBeforeFirstTurn(call: ToolCallId): boolean {
  return /\/0\.\d+$/.test(call);
}
