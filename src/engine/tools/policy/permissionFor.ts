import type { ToolEffect } from '../../model/toolName.ts';
import type { Permission, PermissionDecision } from '../../ports/tool.ts';

/** What a run may do without asking: nothing but look, edit files, everything, or ask for each edit and command. */
export type ApprovalMode = 'none' | 'edits' | 'all' | 'ask';

const allow: PermissionDecision = { type: 'allow', reason: 'It only looks.' };

/** Looking and asking are always allowed. Decides by the effect of the call where a tool knows it, otherwise by the tool's. */
export function permissionFor(mode: ApprovalMode): Permission {
  return {
    decide(tool, intent) {
      const effect = intent.effect ?? tool.effect;
      return effect === 'workspace' || effect === 'process' ? decisions[mode](effect) : allow;
    },
  };
}

type Change = Extract<ToolEffect, 'workspace' | 'process'>;

const decisions: Readonly<Record<ApprovalMode, (effect: Change) => PermissionDecision>> = {
  none: (effect) => ({ type: 'deny', reason: `${nouns[effect]} are not approved in this run, and nobody is there to ask. Go on without, and say so in the artifact.` }),
  edits: (effect) => (effect === 'workspace' ? { type: 'allow', reason: 'Edits are approved.' } : decisions.none(effect)),
  all: () => ({ type: 'allow', reason: 'Edits and commands are approved.' }),
  ask: (effect) => ({ type: 'ask', reason: effect === 'workspace' ? 'It changes a file' : 'It runs a program' }),
};

const nouns = { workspace: 'Edits', process: 'Commands' } as const;
