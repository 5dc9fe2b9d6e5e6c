import { revealHidden } from '../../base/hiddenText.ts';
import type { GuidanceProblem } from '../../model/guidance.ts';
import { type FrontMatter, readFrontMatter } from './frontMatter.ts';

export interface ReadSkill {
  readonly name: string;
  readonly description: string;
  readonly body: string;
  readonly problems: readonly Omit<GuidanceProblem, 'path'>[];
}

const longestDescription = 1_024;
const skillName = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A `SKILL.md`: its front matter must have a name, that of its folder, and a description. */
export function readSkill(text: string, folder: string): ReadSkill {
  const matter = readFrontMatter(text);
  const name = matter.fields.get('name');
  const description = matter.fields.get('description');
  const problems = [
    ...matter.problems.map((problem) => ({ ...problem, severity: 'error' as const })),
    ...(name === undefined ? [error(1, 'The front matter needs a "name".')] : nameProblems(name.value, folder, name.line)),
    ...(description === undefined || description.value === '' ? [error(description?.line ?? 1, 'The front matter needs a "description": what the skill does, and when to use it.')] : lengthProblems(matter)),
    ...(matter.body.trim() === '' ? [error(1, 'The skill says nothing: its instructions follow the front matter.')] : []),
  ];
  return { name: name?.value ?? folder, description: shortened(description?.value ?? ''), body: matter.body, problems };
}

/** A command: its name is that of its file; a description is welcome. */
export function readCommand(text: string, name: string): ReadSkill {
  const matter = readFrontMatter(text);
  const described = matter.fields.get('description')?.value ?? matter.body.split('\n').map((line) => line.replace(/^#+\s*/, '').trim()).find((line) => line !== '') ?? '';
  const problems = [
    ...matter.problems.map((problem) => ({ ...problem, severity: 'error' as const })),
    ...(matter.body.trim() === '' ? [error(1, 'The command says nothing.')] : []),
    ...lengthProblems(matter),
  ];
  return { name, description: shortened(described), body: matter.body, problems };
}

function error(line: number, message: string): Omit<GuidanceProblem, 'path'> {
  return { line, message, severity: 'error' };
}

function nameProblems(name: string, folder: string, line: number): readonly Omit<GuidanceProblem, 'path'>[] {
  if (!skillName.test(name) || name.length > 64) return [error(line, `The name "${revealHidden(name).slice(0, 80)}" must be lower-case letters, digits and single dashes, at most 64.`)];
  return name === folder ? [] : [{ line, severity: 'warning', message: `The name "${name}" is not that of its folder, "${folder}".` }];
}

function lengthProblems({ fields }: FrontMatter): readonly Omit<GuidanceProblem, 'path'>[] {
  const description = fields.get('description');
  if (!description || description.value.length <= longestDescription) return [];
  return [{ line: description.line, severity: 'warning', message: `The description has ${description.value.length} characters; models see the first ${longestDescription}.` }];
}

function shortened(description: string): string {
  const line = revealHidden(description).replaceAll(/\s+/g, ' ').trim();
  return line.length > longestDescription ? `${line.slice(0, longestDescription)}…` : line;
}
