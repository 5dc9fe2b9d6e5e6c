import type { Files } from '../../ports/files.ts';
import type { Repositories } from '../../ports/repositories.ts';
import type { RunBaselines } from '../../ports/runBaselines.ts';
import type { ApprovalEffect } from '../../model/wait.ts';
import type { CallOrigin, Permission, Tool, ToolIntent } from '../../ports/tool.ts';
import { cutMiddle } from '../../base/middleCut.ts';
import { revealHidden } from '../../base/hiddenText.ts';
import { type ApprovalMode, inMode } from './approvalMode.ts';
import { parsedBuiltInRules } from './builtInRules.ts';
import { commandParts } from './command/commandParts.ts';
import type { CommandParser } from './command/commandParser.ts';
import { decideCall } from './decideCall.ts';
import type { RuleContext, Verdict } from './decideCommand.ts';
import { coverOf, isSameYes, lastingYes, type Remembered } from './remembered.ts';
import type { RuleBook } from './ruleBook.ts';
import { parseRules, type Rules } from './rules.ts';
import { runChanges } from './runChanges.ts';
import { scriptFingerprint } from './scriptFingerprint.ts';

export interface PermissionPorts {
  readonly files: Files;
  readonly repositories: Repositories;
  readonly parser: CommandParser;
  readonly book: RuleBook;
  /** Where it is kept what runs found; with this process it ends unless given. */
  readonly baselines?: RunBaselines;
  /** Read at each decision. */
  readonly mode: () => ApprovalMode;
  /** Whether somebody is there to ask; otherwise what would be asked is refused. */
  readonly isAttended: () => boolean;
}

/** More than a person would read; the middle of it is said to be left out. */
const shownBytes = 100_000;

/**
 * Decides on calls: rules first (deny over ask over allow), then what the person approved for good, then the mode. What
 * is not understood asks; unattended, what asks is refused. Rules that cannot be read allow nothing.
 */
export function createPermission(ports: PermissionPorts): Permission {
  /** By run and phase; ends with the process, so that nothing stored can fake it. */
  const inPhase = new Map<string, Remembered[]>();
  const narrowed = new Map<string, Promise<Rules | null>>();
  const builtIn = parsedBuiltInRules(ports.parser);
  const changes = runChanges(ports);

  const contextOf = async (origin: CallOrigin | undefined): Promise<RuleContext | string> => {
    const own = await ports.book.rules();
    if (!own.ok) return `The permission rules cannot be used: ${own.error}.`;
    const template = origin && await narrowing(origin);
    if (template === null) return 'The rules of the template cannot be understood.';
    return { ...ports, rules: template ? [template, ...own.value] : own.value, builtIn };
  };
  const narrowing = (origin: CallOrigin): Promise<Rules | null> => {
    const { ask = [], deny = [] } = origin.narrowing;
    const key = JSON.stringify([ask, deny]);
    const rules = narrowed.get(key) ?? parseRules(ports.parser, { ask: [...ask], deny: [...deny] }, 'the template').then((parsed) => (parsed.ok ? parsed.value : null));
    narrowed.set(key, rules);
    return rules;
  };
  const isRemembered = async (yes: Remembered, origin: CallOrigin | undefined): Promise<boolean> => {
    const known = [...(origin ? inPhase.get(keyOf(origin)) ?? [] : []), ...await ports.book.remembered()];
    return known.some((candidate) => isSameYes(candidate, yes));
  };
  const fingerprintOf = async ({ subject, definition = '' }: ToolIntent): Promise<string> => (subject?.type === 'command' ? scriptFingerprint(ports, subject) : definition);

  return {
    async decide(tool, intent, origin) {
      if (origin) await changes.beforeAnything(origin.run);
      if (origin && intent.subject?.type === 'write') await changes.beforeWrite(origin.run, intent.subject.path);
      const context = await contextOf(origin);
      const byRules: Verdict = typeof context === 'string' ? broken(tool, intent, context) : await decideCall(context, tool, intent);
      const ruled = origin ? await changes.asksAfter(byRules, intent, origin.run) : byRules;
      const verdict = inMode(ports.mode(), ruled, { effect: intent.effect ?? tool.effect, ...(intent.subject && { subject: intent.subject }) });
      if (verdict.decision !== 'ask') return { type: verdict.decision, reason: verdict.reason };
      const fingerprint = await fingerprintOf(intent);
      const yes = verdict.isFirm ? null : lastingYes(tool.name, intent.subject, fingerprint);
      if (yes && await isRemembered(yes, origin)) return { type: 'allow', reason: 'You approved this for good.' };
      if (!ports.isAttended()) return { type: 'deny', reason: `${verdict.reason} Nobody is there to approve it. Go on without, and say so in the artifact.` };
      return { type: 'ask', reason: verdict.reason, fingerprint, effect: await effectOf(ports.parser, intent), ...(yes && { covers: coverOf(yes) }) };
    },
    async remember(tool, intent, { scope, origin }) {
      const fingerprint = await fingerprintOf(intent);
      changes.agree(origin.run, fingerprint);
      const yes = lastingYes(tool.name, intent.subject, fingerprint);
      if (!yes || scope === 'once') return;
      if (scope === 'project') await ports.book.remember(yes);
      else inPhase.set(keyOf(origin), [...(inPhase.get(keyOf(origin)) ?? []), yes]);
    },
  };
}

function keyOf({ run, phase }: CallOrigin): string {
  return JSON.stringify([run, phase]);
}

/** Looking goes on; everything else asks until the rules are put right. */
function broken(tool: Tool, intent: ToolIntent, reason: string): Verdict {
  const effect = intent.effect ?? tool.effect;
  const looks = effect === 'none' || effect === 'person';
  return looks && (intent.subject?.type !== 'read' || intent.subject.consent === null) ? { decision: 'allow', reason: 'It only looks.', isFirm: false } : { decision: 'ask', reason, isFirm: true };
}

async function effectOf(parser: CommandParser, { subject, detail }: ToolIntent): Promise<ApprovalEffect> {
  const shown = (text: string): string => cutMiddle(revealHidden(text), shownBytes).text;
  switch (subject?.type) {
    case 'read':
      return { type: 'read', path: shown(subject.path) };
    case 'write':
      return { type: 'write', path: shown(subject.path), diff: shown(subject.diff) };
    case 'command':
      return { type: 'command', command: shown(subject.script), folder: shown(subject.folder), parts: [...await commandParts(parser, subject.script)] };
    case 'program':
    case undefined:
      return { type: 'other', text: shown(detail) };
  }
}

