import * as z from 'zod';
import { messageOf } from '../../base/messageOf.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { RuleFile } from '../../ports/ruleFile.ts';
import type { CommandParser } from './command/commandParser.ts';
import { isSameYes, remembered, type Remembered } from './remembered.ts';
import { listed, type Rules, parseRules, rulesFile } from './rules.ts';

/** A project's file has what a person remembered beside the rules. */
const projectFile = z.strictObject({ ...rulesFile.shape, remembered: z.array(remembered).max(10_000).optional() });

export interface RuleBook {
  /** As they stand in the files now. The error names the file and every place in it that is wrong. */
  rules(): Promise<Result<readonly Rules[], string>>;
  remembered(): Promise<readonly Remembered[]>;
  remember(yes: Remembered): Promise<void>;
}

export interface RuleFiles {
  /** For every project of this person. */
  readonly user: RuleFile;
  /** For one project. */
  readonly project: RuleFile;
}

/** The rules of a person. Read anew at each use, so that a change works at once. */
export function ruleBook(parser: CommandParser, { user, project }: RuleFiles): RuleBook {
  const cached = new Map<RuleFile, { readonly text: string; readonly rules: Result<Rules, string> }>();
  const rulesOf = async (file: RuleFile): Promise<Result<Rules, string>> => {
    const text = await file.read() ?? '{}';
    const known = cached.get(file);
    if (known?.text === text) return known.rules;
    const rules = await readRules(parser, file.name, text);
    cached.set(file, { text, rules });
    return rules;
  };
  return {
    async rules() {
      const all: Rules[] = [];
      for (const file of [project, user]) {
        const rules = await rulesOf(file).catch((error: unknown) => err(`${file.name} cannot be read: ${messageOf(error)}`));
        if (!rules.ok) return rules;
        all.push(rules.value);
      }
      return ok(all);
    },
    async remembered() {
      return (await contentOf(project)).remembered ?? [];
    },
    async remember(yes) {
      const content = await contentOf(project);
      const others = (content.remembered ?? []).filter((known) => !isSameYes(known, yes));
      await project.write(`${JSON.stringify({ ...content, remembered: [...others, yes] }, null, 2)}\n`);
    },
  };
}

async function readRules(parser: CommandParser, name: string, text: string): Promise<Result<Rules, string>> {
  const content = parseContent(text);
  if (!content.ok) return err(`${name} ${content.error}`);
  const { remembered: _, ...file } = content.value;
  const rules = await parseRules(parser, file, name);
  return rules.ok ? rules : err(`${name} ${listed(rules.error)}`);
}

async function contentOf(file: RuleFile): Promise<z.infer<typeof projectFile>> {
  const content = parseContent(await file.read() ?? '{}');
  if (!content.ok) throw new Error(`${file.name} ${content.error}`);
  return content.value;
}

function parseContent(text: string): Result<z.infer<typeof projectFile>, string> {
  try {
    const parsed = projectFile.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : err(listed(parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, message }))));
  } catch (error) {
    return err(`is not JSON: ${messageOf(error)}`);
  }
}
