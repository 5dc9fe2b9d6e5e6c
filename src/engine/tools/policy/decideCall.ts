import type { Tool, ToolIntent } from '../../ports/tool.ts';
import { decideCommand, decideProgram, type RuleContext, type Verdict } from './decideCommand.ts';
import { readProtection } from './protectedPaths.ts';
import type { Rule } from './rules.ts';

/** What the rules say of one call, by what it would really do. */
export async function decideCall(context: RuleContext, tool: Pick<Tool, 'name' | 'effect'>, intent: ToolIntent): Promise<Verdict> {
  const byTool = fromRules(context, 'tool', tool.name);
  if (byTool?.isFirm) return byTool;
  const { subject } = intent;
  switch (subject?.type) {
    case undefined:
      return byTool ?? byEffect(intent.effect ?? tool.effect);
    case 'command':
      return decideCommand(context, subject);
    case 'program':
      return decideProgram(context, subject.argv);
    case 'read':
      return decideRead(context, subject);
    case 'write':
      return decideWrite(context, subject);
  }
}

/** A rule allows a file with secrets only where it is about such files: `read:.env.test`, not `read:**`. */
function decideRead(context: RuleContext, { path, consent }: { readonly path: string; readonly consent: string | null }): Verdict {
  const ruled = fromRules(context, 'read', path);
  if (consent === null) return ruled ?? allowed('It only looks.');
  if (ruled && ruled.decision !== 'allow') return ruled;
  const ordinary = ordinaryNeighbour(path);
  const isNamed = ruled !== null && context.rules.some(({ allow }) => allow.some((rule) => rule.kind === 'read' && rule.matches(path) && !rule.matches(ordinary)));
  return isNamed ? ruled : { decision: 'ask', reason: consent, isFirm: true };
}

/** A path as near as possible to one with secrets that has none. */
function ordinaryNeighbour(path: string): string {
  const names = path.split('/');
  const beside = [...names.slice(0, -1), 'ordinary'];
  return (readProtection(beside) === undefined ? beside : names.map(() => 'ordinary')).join('/');
}

/** No rule allows what needs consent: it is asked for each time. */
function decideWrite(context: RuleContext, { path, consent }: { readonly path: string; readonly consent: string | null }): Verdict {
  const ruled = fromRules(context, 'write', path);
  if (ruled?.decision === 'deny') return ruled;
  if (consent !== null) return { decision: 'ask', reason: consent, isFirm: true };
  return ruled ?? { decision: 'ask', reason: 'It changes a file.', isFirm: false };
}

function byEffect(effect: Tool['effect']): Verdict {
  if (effect === 'none' || effect === 'person') return allowed('It only looks.');
  return { decision: 'ask', reason: effect === 'workspace' ? 'It changes files.' : 'It runs a program.', isFirm: false };
}

function allowed(reason: string): Verdict {
  return { decision: 'allow', reason, isFirm: false };
}

function fromRules({ rules }: RuleContext, kind: 'tool' | 'read' | 'write', name: string): Verdict | null {
  const find = (list: 'allow' | 'ask' | 'deny'): string | undefined => {
    for (const source of rules) {
      const rule = source[list].find((candidate: Rule) => candidate.kind === kind && candidate.matches(name));
      if (rule) return `"${rule.text}" (${source.source})`;
    }
    return undefined;
  };
  const [deny, ask, allow] = [find('deny'), find('ask'), find('allow')];
  if (deny !== undefined) return { decision: 'deny', reason: `The rule ${deny} denies it.`, isFirm: true };
  if (ask !== undefined) return { decision: 'ask', reason: `The rule ${ask} asks for it.`, isFirm: true };
  return allow === undefined ? null : allowed(`The rule ${allow} allows it.`);
}
