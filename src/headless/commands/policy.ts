import { realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../engine/base/messageOf.ts';
import { nodeFiles } from '../../engine/node/nodeFiles.ts';
import { nodeRepositories } from '../../engine/node/repositories.ts';
import { projectRuleFile, userRuleFile } from '../../engine/node/ruleFiles.ts';
import { userFolder } from '../../engine/node/userFolder.ts';
import type { Files } from '../../engine/ports/files.ts';
import { inMode } from '../../engine/tools/policy/approvalMode.ts';
import { resolveForReading, resolveForWriting } from '../../engine/tools/policy/authorize.ts';
import { relativePath } from '../../engine/tools/policy/workspacePlace.ts';
import { parsedBuiltInRules } from '../../engine/tools/policy/builtInRules.ts';
import { commandParser } from '../../engine/tools/policy/command/commandParser.ts';
import { decideCall } from '../../engine/tools/policy/decideCall.ts';
import type { RuleContext, Verdict } from '../../engine/tools/policy/decideCommand.ts';
import { ruleBook } from '../../engine/tools/policy/ruleBook.ts';
import { listed, parseRulesFile } from '../../engine/tools/policy/rules.ts';
import type { PermissionSubject } from '../../engine/ports/tool.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import type { Options } from '../options.ts';
import { parserFiles } from '../places.ts';
import { print } from './inspect.ts';

/** `phasegate policy check`: what would be decided about one call of a phase, and why. Nothing runs. */
export async function policyCommand(options: Options): Promise<ExitCode> {
  const [, action] = options.words;
  const { command, write, read } = options.subject;
  const given = [command, write, read].filter((value) => value !== undefined);
  if (action !== 'check' || given.length !== 1) throw badUsage('Say what to check: phasegate policy check --command STRING, --write PATH or --read PATH');
  if (!statSync(options.workspace, { throwIfNoEntry: false })?.isDirectory()) throw badUsage(`The workspace ${options.workspace} is not a folder.`);
  const files = await nodeFiles(realpathSync(options.workspace));
  const context = await contextOf(options, files);
  const subject = await subjectOf(options, files);
  const { decision, reason } = 'refusal' in subject ? { decision: 'deny', reason: subject.refusal } : await decided(options, context, subject);
  print(options, { decision, reason }, () => `${decision}: ${reason}`);
  return exitCodes.completed;
}

async function decided({ approve }: Options, context: RuleContext, subject: PermissionSubject): Promise<Verdict> {
  const [name, effect] = subject.type === 'command' ? ['run_command', 'process'] as const : subject.type === 'write' ? ['write_file', 'workspace'] as const : ['read_file', 'none'] as const;
  const verdict = await decideCall(context, { name, effect }, { title: '', detail: '', subject });
  return inMode(approve, verdict, { effect, subject });
}

/** The rules of one file alone, or those that hold here. */
async function contextOf({ rules }: Options, files: Files): Promise<RuleContext> {
  const parser = commandParser(parserFiles());
  const around = { files, parser, repositories: nodeRepositories };
  if (rules === undefined) {
    const own = await ruleBook(parser, { user: userRuleFile(userFolder()), project: projectRuleFile(userFolder(), files.root) }).rules();
    if (!own.ok) throw badUsage(own.error);
    return { ...around, rules: own.value, builtIn: parsedBuiltInRules(parser) };
  }
  const text = await readFile(rules, 'utf8').catch((error: unknown) => {
    throw badUsage(`The rules file ${rules} cannot be read: ${messageOf(error)}`);
  });
  const parsed = await parseRulesFile(parser, { text, source: path.basename(rules) });
  if (!parsed.ok) throw badUsage(`${rules}: ${listed(parsed.error)}`);
  return { ...around, rules: [parsed.value], builtIn: async () => null };
}

async function subjectOf({ subject: { command, write, read } }: Options, files: Files): Promise<PermissionSubject | { readonly refusal: string }> {
  if (command !== undefined) return { type: 'command', script: command, folder: '.' };
  const resolved = write === undefined ? await resolveForReading(files, read ?? '') : await resolveForWriting(files, write);
  if (!resolved.ok) return { refusal: resolved.error.message };
  const place = { path: relativePath(files, resolved.value.path), consent: resolved.value.consent };
  return write === undefined ? { type: 'read', ...place } : { type: 'write', ...place, diff: '' };
}
