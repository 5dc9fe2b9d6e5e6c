import { messageOf } from '../engine/base/messageOf.ts';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { budget, type Budget } from '../engine/model/budget.ts';
import { defaultRetention } from '../engine/node/exchangeRetention.ts';
import type { Json } from '../engine/model/json.ts';
import type { SandboxMode } from '../engine/node/sandbox.ts';
import { badUsage } from './exit.ts';

export type Approval = 'none' | 'edits' | 'all';

/** The command line, parsed: what is left are the command's own words. */
export interface Options {
  readonly words: readonly string[];
  readonly workspace: string;
  readonly store: string | undefined;
  readonly goal: string | undefined;
  readonly inputs: Readonly<Record<string, Json>>;
  /** `--input` as written, for commands that take it as JSON. */
  readonly inputTexts: readonly string[];
  readonly model: string | null;
  /** Each `URL` or `PROVIDER=URL`. */
  readonly baseUrls: readonly string[];
  readonly isAuto: boolean;
  readonly approve: Approval;
  readonly seed: number;
  readonly budget: Budget;
  readonly dayBudget: Budget;
  /** Phases of a new run that may work side by side. */
  readonly maxParallel: number;
  readonly phase: string | undefined;
  readonly isForced: boolean;
  readonly file: string | undefined;
  readonly template: string | undefined;
  /** Of `schema check`. */
  readonly schema: string | undefined;
  readonly data: string | undefined;
  /** Where a template is imported to. */
  readonly to: 'workspace' | 'user';
  /** The id that an imported template gets. */
  readonly as: string | undefined;
  /** Where the exchanges are that the model `recorded` answers from. */
  readonly recordings: string | undefined;
  /** Of the exchanges kept in the store; zero is no limit. */
  readonly recordingLimits: { readonly days: number; readonly megabytes: number };
  /** Of `costs`. */
  readonly by: string | undefined;
  readonly isDryRun: boolean;
  /** A file of permission rules, absolute. */
  readonly rules: string | undefined;
  /** What `policy check` is asked about. */
  readonly subject: { readonly command: string | undefined; readonly write: string | undefined; readonly read: string | undefined };
  readonly restoresFiles: boolean;
  /** The person vouches for what the workspace brings along: tools, skills, rules. */
  readonly isTrusted: boolean;
  /** What commands may reach. */
  readonly sandbox: SandboxMode;
  /** Whether MCP servers in a sandbox can change the workspace. */
  readonly serversMayWrite: boolean;
  readonly isVerbose: boolean;
  readonly isJson: boolean;
  /** Whether to wait for a run that goes on by itself later. */
  readonly waits: boolean;
  readonly wantsHelp: boolean;
}

const definitions = {
  workspace: { type: 'string' },
  store: { type: 'string' },
  goal: { type: 'string' },
  input: { type: 'string', multiple: true },
  model: { type: 'string' },
  'base-url': { type: 'string', multiple: true },
  auto: { type: 'boolean' },
  'no-auto': { type: 'boolean' },
  approve: { type: 'string' },
  seed: { type: 'string' },
  'budget-usd': { type: 'string' },
  'budget-tokens': { type: 'string' },
  'day-budget-usd': { type: 'string' },
  'day-budget-tokens': { type: 'string' },
  'max-parallel': { type: 'string' },
  phase: { type: 'string' },
  force: { type: 'boolean' },
  file: { type: 'string' },
  template: { type: 'string' },
  to: { type: 'string' },
  as: { type: 'string' },
  schema: { type: 'string' },
  data: { type: 'string' },
  recordings: { type: 'string' },
  'recordings-days': { type: 'string' },
  'recordings-megabytes': { type: 'string' },
  by: { type: 'string' },
  'dry-run': { type: 'boolean' },
  rules: { type: 'string' },
  command: { type: 'string' },
  write: { type: 'string' },
  read: { type: 'string' },
  'restore-files': { type: 'boolean' },
  trust: { type: 'boolean' },
  sandbox: { type: 'string' },
  'servers-read-only': { type: 'boolean' },
  verbose: { type: 'boolean' },
  json: { type: 'boolean' },
  'no-wait': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Throws `Exit` with what is wrong and where. */
export function parseOptions(argv: readonly string[]): Options {
  const { values, positionals } = parse(argv);
  if (values.auto && values['no-auto']) throw badUsage('--auto and --no-auto exclude each other.');
  return {
    words: positionals,
    workspace: path.resolve(values.workspace ?? '.'),
    store: values.store === undefined ? undefined : path.resolve(values.store),
    goal: values.goal,
    inputs: positionals[0] === 'tools' ? {} : Object.fromEntries((values.input ?? []).map(parseInput)),
    inputTexts: values.input ?? [],
    model: values.model ?? null,
    baseUrls: values['base-url'] ?? [],
    isAuto: values['no-auto'] !== true,
    approve: parseApproval(values.approve ?? 'edits'),
    seed: parseSeed(values.seed ?? '1'),
    budget: parseBudget(values['budget-usd'], values['budget-tokens']),
    dayBudget: parseBudget(values['day-budget-usd'], values['day-budget-tokens']),
    maxParallel: parseParallel(values['max-parallel'] ?? '4'),
    phase: values.phase,
    isForced: values.force === true,
    file: values.file,
    template: values.template,
    schema: values.schema,
    data: values.data,
    to: parsePlace(values.to ?? 'workspace'),
    as: values.as,
    recordings: values.recordings === undefined ? undefined : path.resolve(values.recordings),
    recordingLimits: {
      days: parseCount('recordings-days', values['recordings-days'], defaultRetention.days),
      megabytes: parseCount('recordings-megabytes', values['recordings-megabytes'], defaultRetention.megabytes),
    },
    by: values.by,
    isDryRun: values['dry-run'] === true,
    rules: values.rules === undefined ? undefined : path.resolve(values.rules),
    subject: { command: values.command, write: values.write, read: values.read },
    restoresFiles: values['restore-files'] === true,
    isTrusted: values.trust === true,
    sandbox: parseSandbox(values.sandbox ?? 'off'),
    serversMayWrite: values['servers-read-only'] !== true,
    isVerbose: values.verbose === true,
    isJson: values.json === true,
    waits: values['no-wait'] !== true,
    wantsHelp: values.help === true,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: definitions, allowPositionals: true });
  } catch (error) {
    throw badUsage(messageOf(error));
  }
}

function parseInput(text: string): readonly [string, Json] {
  const at = text.indexOf('=');
  if (at < 1) throw badUsage(`--input takes KEY=VALUE; "${text}" is not that.`);
  return [text.slice(0, at), parseValue(text.slice(at + 1))];
}

/** JSON where it is JSON, text otherwise. */
function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function parseApproval(text: string): Approval {
  if (text === 'none' || text === 'edits' || text === 'all') return text;
  throw badUsage(`--approve takes none, edits or all; "${text}" is none of these.`);
}

function parseSandbox(text: string): SandboxMode {
  if (text === 'off' || text === 'offline' || text === 'online') return text;
  throw badUsage(`--sandbox takes off, offline or online; "${text}" is none of these.`);
}

function parsePlace(text: string): Options['to'] {
  if (text === 'workspace' || text === 'user') return text;
  throw badUsage(`--to takes workspace or user; "${text}" is neither.`);
}

function parseBudget(usd: string | undefined, tokens: string | undefined): Budget {
  const parsed = budget.safeParse({ ...(usd !== undefined && { usd: Number(usd) }), ...(tokens !== undefined && { tokens: Number(tokens) }) });
  if (parsed.success) return parsed.data;
  throw badUsage('A budget in US dollars is a number above zero, and one in tokens a whole number above zero.');
}

function parseParallel(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 32) throw badUsage(`--max-parallel takes a number from 1 to 32, not "${text}".`);
  return count;
}

function parseCount(name: string, text: string | undefined, fallback: number): number {
  const count = text === undefined ? fallback : Number(text);
  if (text?.trim() === '' || !Number.isSafeInteger(count) || count < 0) throw badUsage(`--${name} takes a whole number, 0 for no limit; "${text}" is not one.`);
  return count;
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed)) throw badUsage(`--seed takes a whole number; "${text}" is not one.`);
  return seed;
}
