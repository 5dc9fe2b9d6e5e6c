import { realpath } from 'node:fs/promises';
import { guidanceRoots } from '../../engine/node/guidanceRoots.ts';
import { nodeFiles } from '../../engine/node/nodeFiles.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import type { Options } from '../options.ts';
import { print } from './inspect.ts';

/** `phasegate skills list`: what a trusted run would offer to its phases. */
export async function skillsCommand(options: Options): Promise<ExitCode> {
  if (options.words[1] !== 'list') throw badUsage('Say what to do: phasegate skills list');
  const { findGuidance } = await import('../../engine/tools/guidance/findGuidance.ts');
  const roots = await guidanceRoots(await nodeFiles(await realpath(options.workspace)));
  const { skills, rules, problems } = await findGuidance(roots, new AbortController().signal);
  for (const { kind, name, description, source, path } of skills) print(options, { kind, name, description, source, path }, () => `${kind.padEnd(8)} ${name.padEnd(24)} ${path}\n    ${description}`);
  for (const { source, path, folder } of rules) print(options, { kind: 'rules', source, path, folder }, () => `rules    ${path}${folder === '.' ? '' : ` (for ${folder})`}`);
  for (const { path, line, severity, message } of problems) print(options, { kind: 'problem', path, line, severity, message }, () => `${path}:${line}: ${severity}: ${message}`);
  return exitCodes.completed;
}
