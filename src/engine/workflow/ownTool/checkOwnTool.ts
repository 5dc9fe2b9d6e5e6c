import { ownTool, type OwnTool } from '../../model/ownTool.ts';
import { editorPrefix } from '../../model/editorToolName.ts';
import { isToolName, submitArtifactTool } from '../../model/toolName.ts';
import { defaultSourceLimits, readJsonSource } from '../template/jsonSource.ts';
import { fieldOf, textOf } from '../template/looseTemplate.ts';
import type { Finding, TemplateProblem } from '../template/problem.ts';
import { schemaFindings } from '../template/schemaRules.ts';
import { findingsOf } from '../template/shapeRules.ts';
import type { Json } from '../../model/json.ts';
import { commandFindings } from './commandRules.ts';

export interface CheckedOwnTool {
  /** Present exactly when no problem is an error. */
  readonly tool: OwnTool | undefined;
  /** Errors and warnings, in the order of the text. */
  readonly problems: readonly TemplateProblem[];
}

const limits = { ...defaultSourceLimits, maxCharacters: 200_000 };
const shape = { schema: ownTool, noun: 'tool', knownKeys: [...Object.keys(ownTool.shape), 'when', 'args'] };

/** Reads the file of a tool of one's own: a tool that is safe to offer, or every problem at once. Never throws. */
export function checkOwnTool(text: string): CheckedOwnTool {
  const source = readJsonSource(text, limits);
  if (source.value === undefined) return { tool: undefined, problems: source.problems };
  const findings = [...findingsOf(source.value, shape), ...nameFindings(source.value), ...folderFindings(source.value), ...inputFindings(source.value), ...commandFindings(source.value)];
  const located = [...source.problems, ...findings.map((finding) => source.locate(finding))];
  const problems = located.toSorted((left, right) => left.line - right.line || left.column - right.column);
  return { tool: problems.some(({ severity }) => severity === 'error') ? undefined : ownTool.parse(source.value), problems };
}

function nameFindings(value: Json): readonly Finding[] {
  const name = textOf(fieldOf(value, 'name'));
  if (name === undefined) return [];
  const report = (message: string): readonly Finding[] => [{ path: ['name'], code: 'reserved-name', message }];
  if (isToolName(name) || name === submitArtifactTool) return report(`"${name}" is a built-in tool: choose another name.`);
  if (name.startsWith(editorPrefix)) return report(`Names that begin with "${editorPrefix}" belong to the tools of the editor: choose another.`);
  return name.startsWith('mcp__') ? report('Names that begin with "mcp__" belong to the tools of MCP servers: choose another.') : [];
}

function folderFindings(value: Json): readonly Finding[] {
  const folder = textOf(fieldOf(value, 'cwd'));
  const isInside = folder === undefined || !/^(?:[\\/~$%]|[a-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)|\\|\0/i.test(folder);
  return isInside ? [] : [{ path: ['cwd'], code: 'bad-folder', message: 'The folder must be inside the workspace: a path from its root with /, without "..".' }];
}

function inputFindings(value: Json): readonly Finding[] {
  const schema = fieldOf(value, 'inputSchema');
  return schema === undefined ? [] : schemaFindings(schema, ['inputSchema']);
}
