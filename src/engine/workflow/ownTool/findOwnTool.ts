import { err, ok, type Result } from '../../base/result.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { OwnTool } from '../../model/ownTool.ts';
import { suggestion } from '../template/nearestName.ts';
import type { OwnToolCatalog } from './ownToolCatalog.ts';

/** A tool of the workspace by name; the failure says where its file is wrong, or that there is none. */
export function findOwnTool({ entries, problems }: OwnToolCatalog, name: string): Result<OwnTool, Failure> {
  const entry = entries.find(({ tool }) => tool.name === name);
  if (entry) return ok(entry.tool);
  const broken = problems.filter(({ problems: own }) => own.some(({ severity }) => severity === 'error'));
  const lines = broken.flatMap(({ path, problems: own }) => own.filter(({ severity }) => severity === 'error').map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`));
  const known = entries.map(({ tool }) => tool.name);
  const missing = `There is no tool "${name}" in .phasegate/tools.${suggestion(name, known)}`;
  return err(failed(lines.length === 0 ? 'not-found' : 'bad-input', [missing, ...(lines.length === 0 ? [] : ['Files with problems are not used:']), ...lines.slice(0, 20)].join('\n')));
}
