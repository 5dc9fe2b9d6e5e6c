import * as z from 'zod';
import { toPointer } from '../../base/jsonPointer.ts';
import { messageOf } from '../../base/messageOf.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Issue } from '../../model/artifact.ts';
import { toGlob } from '../glob.ts';
import type { CommandParser } from './command/commandParser.ts';
import { plainCommand } from './command/plainCommand.ts';

/** A word of a rule: itself, or a pattern where it holds a `*`. */
export type RuleWord = string | RegExp;

/** `git log *`, `npm test`: a program, words as they stand, and at the end a `*` for further arguments. */
export interface CommandRule {
  readonly kind: 'command';
  readonly text: string;
  readonly words: readonly RuleWord[];
  readonly hasRest: boolean;
  /** Written `changed:npm test`: also after a run changed what the command runs. */
  readonly isEvenIfChanged: boolean;
}

/** `write:docs/**`, `read:.env.test`: a glob from the workspace root. */
export interface PathRule {
  readonly kind: 'read' | 'write';
  readonly text: string;
  readonly matches: (path: string) => boolean;
}

/** `tool:mcp__tracker__*`: a tool by its name. */
export interface ToolRule {
  readonly kind: 'tool';
  readonly text: string;
  readonly matches: (name: string) => boolean;
}

export type Rule = CommandRule | PathRule | ToolRule;

/** Rules of one source. Over all sources, deny wins over ask over allow. */
export interface Rules {
  /** For people: where they stand. */
  readonly source: string;
  readonly allow: readonly Rule[];
  readonly ask: readonly Rule[];
  readonly deny: readonly Rule[];
}

const lists = ['allow', 'ask', 'deny'] as const;
const list = z.array(z.string().min(1).max(2_000)).max(1_000).optional();
export const rulesFile = z.strictObject({ $schema: z.string().optional(), allow: list, ask: list, deny: list });
export type RulesFile = z.infer<typeof rulesFile>;

/** Rules from the text of a file. Every issue at once, with the JSON pointer of its place. */
export async function parseRulesFile(parser: CommandParser, { text, source }: { readonly text: string; readonly source: string }): Promise<Result<Rules, readonly Issue[]>> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return err([{ pointer: '', message: `is not JSON: ${messageOf(error)}` }]);
  }
  const parsed = rulesFile.safeParse(value);
  if (!parsed.success) return err(parsed.error.issues.map(({ path, message }) => ({ pointer: toPointer(path), message })));
  return parseRules(parser, parsed.data, source);
}

/** Issues in one sentence. */
export function listed(issues: readonly Issue[]): string {
  return issues.map(({ pointer, message }) => `${pointer === '' ? '' : `${pointer}: `}${message}`).join('; ');
}

export async function parseRules(parser: CommandParser, file: RulesFile, source: string): Promise<Result<Rules, readonly Issue[]>> {
  const rules: Record<(typeof lists)[number], Rule[]> = { allow: [], ask: [], deny: [] };
  const issues: Issue[] = [];
  for (const name of lists) {
    for (const [index, text] of (file[name] ?? []).entries()) {
      const rule = await parseRule(parser, text);
      if (rule.ok && rule.value.kind === 'command' && rule.value.isEvenIfChanged && name !== 'allow') issues.push({ pointer: toPointer([name, index]), message: `"${text}" is no rule here: "changed:" stands in "allow"` });
      else if (rule.ok) rules[name].push(rule.value);
      else issues.push({ pointer: toPointer([name, index]), message: `"${text}" is no rule: ${rule.error}` });
    }
  }
  return issues.length === 0 ? ok({ source, ...rules }) : err(issues);
}

export async function parseRule(parser: CommandParser, text: string): Promise<Result<Rule, string>> {
  const [, prefix, rest = ''] = /^(read|write|tool|changed):\s*(.*)$/s.exec(text.trim()) ?? [];
  if (prefix === 'read' || prefix === 'write') {
    const glob = toGlob(rest);
    return glob.ok ? ok({ kind: prefix, text, matches: glob.value }) : glob;
  }
  if (prefix === 'tool') return /^[\w*.:-]+$/.test(rest) ? ok({ kind: 'tool', text, matches: (name) => wildcard(rest).test(name) }) : err('after "tool:" stands the name of a tool.');
  const command = await parseCommandRule(parser, prefix === 'changed' ? rest : text.trim());
  return command.ok ? ok({ ...command.value, text: text.trim(), isEvenIfChanged: prefix === 'changed' }) : command;
}

/** Stands for a `*` while a rule is read as a command. */
const placeholder = '@STAR@';

async function parseCommandRule(parser: CommandParser, text: string): Promise<Result<CommandRule, string>> {
  if (text === '*') return ok({ kind: 'command', text, words: [], hasRest: true, isEvenIfChanged: false });
  const hasRest = /\s\*$/.test(text);
  const own = hasRest ? text.slice(0, -1).trim() : text;
  if (own.split(/\s+/).includes('*')) return err('a * for further arguments can only be the last word.');
  const parsed = await parser.parse(own.replaceAll('*', placeholder));
  const command = parsed.ok ? plainCommand(parsed.value) : parsed;
  if (!command.ok) return err(`it must be one plain command. ${command.error}`);
  return ok({ kind: 'command', text, words: command.value.map(toRuleWord), hasRest, isEvenIfChanged: false });
}

function toRuleWord(word: string): RuleWord {
  return word.includes(placeholder) ? wildcard(word.replaceAll(placeholder, '*')) : word;
}

function wildcard(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^/]*')}$`);
}
