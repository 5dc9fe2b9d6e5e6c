import type { ToolCallId } from '../model/ids.ts';
import type { CallPermission } from '../model/toolCall.ts';
import { hasChanged, type Question } from '../model/wait.ts';
import type { ApprovalScope, CallOrigin, Permission, PermissionDecision, Tool, ToolIntent } from '../ports/tool.ts';

export interface ApprovalPorts {
  readonly permission: Permission;
  readonly origin: CallOrigin;
  readonly ask: (question: Question, signal: AbortSignal) => Promise<string>;
}

export interface AskingCall {
  readonly call: ToolCallId;
  readonly tool: Tool;
  readonly intent: ToolIntent;
}

export interface Approval {
  /** `null` only in a replay of what was recorded without. */
  readonly permission: CallPermission | null;
  /** What the model is told where the call may not run. */
  readonly refusal: string | null;
}

/** The answers a person can give, in the order they are offered. Anything else is a no. */
const answers: readonly { readonly label: string; readonly scope: ApprovalScope | null }[] = [
  { label: 'Allow', scope: 'once' },
  { label: 'Allow in this phase', scope: 'phase' },
  { label: 'Always allow here', scope: 'project' },
  { label: 'Deny', scope: null },
];

/**
 * Whether a call may run: what permission decides, and what a person says where it asks. An approval counts for what was
 * shown: where something the call would run has changed since, it is asked again.
 */
export async function approvalOf(ports: ApprovalPorts, asking: AskingCall, signal: AbortSignal): Promise<Approval> {
  const { tool, intent } = asking;
  let decision = await ports.permission.decide(tool, intent, ports.origin);
  while (decision.type === 'ask') {
    const answer = await ports.ask(toQuestion(asking, decision), signal);
    const scope = answers.find(({ label }) => label === answer)?.scope ?? null;
    if (scope === null) return { permission: { decision: 'ask', reason: decision.reason, answer: 'denied' }, refusal: `The person did not allow this: ${intent.title}` };
    const now = await ports.permission.decide(tool, intent, ports.origin);
    if (now.type !== 'ask' || now.fingerprint === decision.fingerprint) {
      if (now.type === 'deny') return denied(now);
      await ports.permission.remember?.(tool, intent, { scope, origin: ports.origin });
      return { permission: { decision: 'ask', reason: decision.reason, answer: scope }, refusal: null };
    }
    decision = { ...now, reason: hasChanged + now.reason };
  }
  if (decision.type === 'deny') return denied(decision);
  const { reason, recorded = { decision: 'allow', reason } } = decision;
  return { permission: recorded, refusal: null };
}

function denied({ reason }: PermissionDecision): Approval {
  return { permission: { decision: 'deny', reason }, refusal: `Not allowed: ${reason}` };
}

function toQuestion({ call, intent }: AskingCall, { reason, effect, covers }: PermissionDecision): Question {
  const offered = answers.filter(({ scope }) => covers !== undefined || scope === null || scope === 'once');
  return {
    call,
    kind: 'approval',
    text: `${intent.title} (${reason})`,
    options: offered.map(({ label }) => label),
    detail: intent.detail,
    reason,
    ...(effect && { effect }),
    ...(covers !== undefined && { covers }),
  };
}
