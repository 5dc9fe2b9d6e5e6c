import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { builtInOutput } from '../../../../src/engine/model/artifacts/builtInOutputs.ts';
import type { Json, JsonObject } from '../../../../src/engine/model/json.ts';
import { artifactTypeOf, workflowTemplate, toolsOf, inputsOf, type PhaseDefinition, type WorkflowTemplate } from '../../../../src/engine/model/template.ts';
import { rehearsalModel } from '../../../../src/engine/providers/rehearsal/rehearsalModel.ts';
import { drive, testingFast, workspaceTools, type Driven } from './workspaceTools.ts';

export function readTemplate(name: string): WorkflowTemplate {
  return workflowTemplate.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../../templates', name), 'utf8')));
}

export interface WalkedPhase extends Driven {
  readonly phase: string;
  /** Results that were turned down, with the reasons. */
  readonly rejections: readonly string[];
}

interface Walk {
  readonly root: string;
  readonly goal: string;
  readonly artifacts: Record<string, Json>;
  readonly walked: WalkedPhase[];
}

/** Every phase in the order of the file, in one workspace, with the model alone: no engine, no store. */
export async function walkTemplate(template: WorkflowTemplate, root: string, goal: string): Promise<Walk> {
  const walk: Walk = { root, goal, artifacts: {}, walked: [] };
  for (const phase of template.phases) {
    const items = phase.loop !== undefined && 'over' in phase.loop ? (valueAt(walk.artifacts, phase.loop.over) as readonly Json[]) : [null];
    const results: Json[] = [];
    for (const [index, item] of items.entries()) results.push(await walkPhase(walk, phase, { index, item }));
    walk.artifacts[phase.id] = phase.type === 'loop' ? results : (results[0] ?? null);
  }
  return walk;
}

async function walkPhase({ root, goal, artifacts, walked }: Walk, phase: PhaseDefinition, loop: { readonly index: number; readonly item: Json }): Promise<Json> {
  const contract = builtInOutput(artifactTypeOf(phase.output));
  if (contract === undefined) throw new Error(`Not built in: ${artifactTypeOf(phase.output)}`);
  const upstream = Object.fromEntries(inputsOf(phase).map((id) => [id, artifacts[id] ?? null]));
  const values = { input: { goal }, artifacts, loop } as unknown as JsonObject;
  const text = phase.prompt.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, path: string) => shown(valueAt(values, path)));
  const inputs = Object.entries(upstream).map(([id, data]) => `<artifact phase="${id}">\n${JSON.stringify(data, null, 2)}\n</artifact>`);
  const rejections: string[] = [];
  const driven = await drive({
    model: rehearsalModel({ id: 'rehearsal/standard' }),
    prompt: [...inputs, `# ${phase.name}`, text].join('\n\n'),
    tools: testingFast(await workspaceTools(root, toolsOf(phase))),
    schema: z.toJSONSchema(contract.schema) as JsonObject,
    judge(data) {
      const issues = contract.check(data, upstream).map(({ pointer, message }) => `${pointer || '/'}: ${message}`);
      if (issues.length === 0) return null;
      rejections.push(issues.join('\n'));
      return `Rejected:\n${issues.join('\n')}`;
    },
  });
  walked.push({ ...driven, phase: phase.id, rejections });
  return driven.artifact ?? null;
}

function valueAt(value: Json, path: string): Json {
  return path.split('.').reduce<Json>((part, name) => (part as JsonObject)[name] ?? null, value);
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
