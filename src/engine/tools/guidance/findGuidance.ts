import { messageOf } from '../../base/messageOf.ts';
import { cutMiddle } from '../../base/middleCut.ts';
import type { GuidanceList, GuidanceProblem, RuleFile, Skill } from '../../model/guidance.ts';
import type { Files } from '../../ports/files.ts';
import type { GuidanceRoot } from '../../ports/guidance.ts';
import { authorizeRead } from '../policy/authorize.ts';
import { decodeText } from '../textFile.ts';
import { walk } from '../walk.ts';
import { readCommand, readSkill, type ReadSkill } from './readSkill.ts';

export interface FoundSkill extends Skill {
  readonly body: string;
  readonly root: GuidanceRoot;
  /** Of its files, from the root; `null` for a command. */
  readonly folder: string | null;
}

export interface FoundGuidance extends GuidanceList {
  readonly skills: readonly FoundSkill[];
  readonly rules: readonly FoundRules[];
}

export interface FoundRules extends RuleFile {
  /** Where it holds for everything; other rules are only named. */
  readonly text: string | null;
}

const largestFile = 200_000;
const mostEntries = 200;
const walkedEntries = 20_000;
const nestedDepth = 6;
const mostNested = 50;
const ruleFileBytes = 24_000;

/** Skills, commands and rules of these roots, nearest first. Whatever is broken becomes a problem; never throws for what a folder holds. */
export async function findGuidance(roots: readonly GuidanceRoot[], signal: AbortSignal): Promise<FoundGuidance> {
  const skills = new Map<string, FoundSkill>();
  const rules: FoundRules[] = [];
  const problems: GuidanceProblem[] = [];
  for (const root of roots) {
    for (const found of [...(await skillsIn(root)), ...(await commandsIn(root))]) {
      problems.push(...found.problems);
      const hasError = found.problems.some(({ severity }) => severity === 'error');
      if (found.skill && !hasError && !skills.has(found.skill.name)) skills.set(found.skill.name, found.skill);
    }
    rules.push(...(await rulesIn(root, problems)));
    if (root.hasNestedRules) rules.push(...(await nestedRules(root, signal)));
  }
  return { skills: [...skills.values()], rules: withoutEchoes(rules), problems };
}

interface Candidate {
  readonly skill: FoundSkill | undefined;
  readonly problems: readonly GuidanceProblem[];
}

async function skillsIn(root: GuidanceRoot): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const base of root.skillFolders) {
    for (const { name, kind } of await entriesOf(root.files, base)) {
      const path = `${base}/${name}/SKILL.md`;
      if (kind === 'file' || (await statOf(root.files, path)) === null) continue;
      found.push(await candidate(root, { kind: 'skill', path, folder: `${base}/${name}` }, (text) => readSkill(text, name)));
    }
  }
  return found;
}

async function commandsIn(root: GuidanceRoot): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const base of root.commandFolders) {
    for (const { name, kind } of await entriesOf(root.files, base)) {
      if (kind === 'directory' || !name.endsWith('.md')) continue;
      found.push(await candidate(root, { kind: 'command', path: `${base}/${name}`, folder: null }, (text) => readCommand(text, name.slice(0, -3))));
    }
  }
  return found;
}

async function candidate(root: GuidanceRoot, { kind, path, folder }: Pick<FoundSkill, 'kind' | 'path' | 'folder'>, read: (text: string) => ReadSkill): Promise<Candidate> {
  const shown = shownPath(root, path);
  const text = await readText(root.files, path);
  if ('problem' in text) return { skill: undefined, problems: [{ path: shown, line: 1, severity: 'error', message: text.problem }] };
  const { name, description, body, problems } = read(text.text);
  return { skill: { kind, name, description, source: root.source, path: shown, body, root, folder }, problems: problems.map((problem) => ({ ...problem, path: shown })) };
}

async function rulesIn(root: GuidanceRoot, problems: GuidanceProblem[]): Promise<readonly FoundRules[]> {
  const rules: FoundRules[] = [];
  for (const name of root.ruleFiles) {
    if ((await statOf(root.files, name)) === null) continue;
    const path = shownPath(root, name);
    const read = await readText(root.files, name);
    if ('problem' in read) problems.push({ path, line: 1, severity: 'error', message: read.problem });
    else if (read.text.trim() !== '') rules.push({ source: root.source, path, folder: '.', text: cutMiddle(read.text.trim(), ruleFileBytes).text });
  }
  return rules;
}

/** Named only: a phase that works in such a folder reads them there. */
async function nestedRules({ files, source, ruleFiles }: GuidanceRoot, signal: AbortSignal): Promise<readonly FoundRules[]> {
  const rules: FoundRules[] = [];
  let walked = 0;
  try {
    for await (const { path, kind } of walk(files, { from: '.', depth: nestedDepth }, signal)) {
      if (++walked > walkedEntries || rules.length === mostNested) break;
      const at = path.lastIndexOf('/');
      if (kind === 'file' && at > 0 && ruleFiles.includes(path.slice(at + 1))) rules.push({ source, path, folder: path.slice(0, at), text: null });
    }
  } catch {
    // A folder that went away in the middle: what was found so far is found.
    return rules;
  }
  return rules;
}

/** CLAUDE.md is often a copy of AGENTS.md, or a link to it. */
function withoutEchoes(rules: readonly FoundRules[]): readonly FoundRules[] {
  return rules.filter(({ text }, index) => text === null || rules.findIndex((other) => other.text === text) === index);
}

async function entriesOf(files: Files, folder: string): Promise<Awaited<ReturnType<Files['list']>>> {
  const path = await authorizeRead(files, folder);
  if (!path.ok) return [];
  try {
    return (await files.list(path.value)).slice(0, mostEntries);
  } catch {
    return [];
  }
}

async function statOf(files: Files, path: string): Promise<unknown> {
  const authorized = await authorizeRead(files, path);
  return authorized.ok ? files.stat(authorized.value) : { refused: authorized.error };
}

/** The text of a file, or why it cannot be had. */
export async function readText(files: Files, path: string): Promise<{ readonly text: string } | { readonly problem: string }> {
  const authorized = await authorizeRead(files, path);
  if (!authorized.ok) return { problem: authorized.error };
  try {
    const decoded = decodeText(await files.read(authorized.value, largestFile));
    return decoded.ok ? { text: decoded.value.text } : { problem: `The file ${decoded.error}` };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function shownPath({ files, source }: GuidanceRoot, path: string): string {
  return source === 'workspace' ? path : `${files.root}/${path}`;
}
