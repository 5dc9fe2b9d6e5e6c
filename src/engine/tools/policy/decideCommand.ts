import { commandDoubt } from './command/commandDoubt.ts';
import type { CommandParser } from './command/commandParser.ts';
import { type CommandReach, commandReach } from './command/commandReach.ts';
import { plainCommand } from './command/plainCommand.ts';
import type { Surroundings } from './command/surroundings.ts';
import { isForbidden, type Match } from './forbiddance.ts';
import type { CommandRule, Rule, Rules, RuleWord } from './rules.ts';

export interface Verdict {
  readonly decision: 'allow' | 'ask' | 'deny';
  /** For a person, and for a model that is refused. */
  readonly reason: string;
  /** A rule asked, or could have denied: no mode and no remembered approval says otherwise. */
  readonly isFirm: boolean;
  /** The rule that allows it says that it does so also after the run changed what the command runs. */
  readonly isEvenIfChanged?: boolean;
}

export interface RuleContext extends Surroundings {
  readonly parser: CommandParser;
  /** Of every source; deny wins over ask over allow. */
  readonly rules: readonly Rules[];
  /** Its rules never show what a command does not name. */
  readonly builtIn: () => Promise<Rules | null>;
}

export interface AskedCommand {
  readonly script: string;
  /** From the workspace root; `.` for the root. */
  readonly folder: string;
}

/** What the rules say of a command given to the shell. Without a rule that allows, it asks. */
export async function decideCommand(context: RuleContext, { script, folder }: AskedCommand): Promise<Verdict> {
  const reach = await commandReach(context.parser, script);
  const forbidden = forbiddance(context, reach);
  if (forbidden) return forbidden;
  const parsed = await context.parser.parse(script);
  const plain = parsed.ok ? plainCommand(parsed.value) : parsed;
  if (!plain.ok) return ask(plain.error);
  // Written for another shell: there, more characters are special.
  if (!context.files.root.startsWith('/') && !/^[\w ./:=@,+-]*$/.test(script)) return ask('It has characters that the shell of this system may change.');
  return allowance(context, plain.value, folder);
}

/** What the rules say of a program that a tool of ours runs with safe arguments: those are not looked at again. */
export async function decideProgram(context: RuleContext, argv: readonly string[]): Promise<Verdict> {
  const command = argv.map((text) => ({ text, isCertain: true }));
  const forbidden = forbiddance(context, { commands: [command], mentions: new Set(), isOpaque: false });
  if (forbidden) return forbidden;
  const rule = (await allowRules(context)).find(({ rule: candidate }) => matches(candidate, argv));
  return rule ? { decision: 'allow', reason: `The rule "${rule.rule.text}" (${rule.source}) allows it.`, isFirm: false } : ask('No rule allows it.');
}

function ask(reason: string): Verdict {
  return { decision: 'ask', reason, isFirm: false };
}

function forbiddance({ rules }: RuleContext, reach: CommandReach): Verdict | null {
  const found = (list: 'deny' | 'ask'): { readonly text: string; readonly match: Match } | undefined => {
    const all = rules.flatMap((source) => commandRules(source[list]).map((rule) => ({ text: `"${rule.text}" (${source.source})`, match: isForbidden(rule, reach) })));
    return all.find(({ match }) => match === 'yes') ?? all.find(({ match }) => match === 'maybe');
  };
  const [denied, asked] = [found('deny'), found('ask')];
  if (denied?.match === 'yes') return { decision: 'deny', reason: `The rule ${denied.text} denies it.`, isFirm: true };
  if (denied?.match === 'maybe') return { decision: 'ask', reason: `It may do what the rule ${denied.text} denies.`, isFirm: true };
  if (asked && asked.match !== 'no') return { decision: 'ask', reason: `The rule ${asked.text} asks for it.`, isFirm: true };
  const isGuarded = rules.some(({ deny }) => commandRules(deny).length > 0);
  return reach.isOpaque && isGuarded ? { decision: 'ask', reason: 'It runs something that cannot be read, so it may do what a rule denies.', isFirm: true } : null;
}

async function allowance(context: RuleContext, argv: readonly string[], folder: string): Promise<Verdict> {
  let nearest: string | null = null;
  for (const { rule, source, mayBeWide } of await allowRules(context)) {
    if (!matches(rule, argv)) continue;
    const words = argv.map((word, index) => ({ word, isFree: typeof rule.words[index] !== 'string' }));
    const isExact = !rule.hasRest && words.every(({ isFree }) => !isFree);
    const doubt = isExact ? null : await commandDoubt(context, { words, folder, mayBeWide });
    if (doubt === null) return { decision: 'allow', reason: `The rule "${rule.text}" (${source}) allows it.`, isFirm: false, isEvenIfChanged: rule.isEvenIfChanged };
    nearest ??= doubt;
  }
  return ask(nearest ?? 'No rule allows it.');
}

interface AllowRule {
  readonly rule: CommandRule;
  readonly source: string;
  readonly mayBeWide: boolean;
}

async function allowRules({ rules, builtIn }: RuleContext): Promise<readonly AllowRule[]> {
  const given = await builtIn();
  const own = rules.flatMap(({ source, allow }) => commandRules(allow).map((rule) => ({ rule, source, mayBeWide: true })));
  return [...own.filter(({ rule }) => rule.isEvenIfChanged), ...own.filter(({ rule }) => !rule.isEvenIfChanged), ...commandRules(given?.allow ?? []).map((rule) => ({ rule, source: given?.source ?? '', mayBeWide: false }))];
}

function commandRules(rules: readonly Rule[]): readonly CommandRule[] {
  return rules.filter((rule) => rule.kind === 'command');
}

function matches({ words, hasRest }: CommandRule, argv: readonly string[]): boolean {
  return (hasRest ? argv.length >= words.length : argv.length === words.length) && words.every((word, index) => fits(word, argv[index] ?? ''));
}

function fits(rule: RuleWord, word: string): boolean {
  return typeof rule === 'string' ? rule === word : rule.test(word);
}
