import * as z from 'zod';
import { artifact, type Artifact } from '../model/artifact.ts';
import { checkpoint, type Checkpoint } from '../model/checkpoint.ts';
import { phaseExecution, type PhaseExecution } from '../model/execution.ts';
import { fact, type Fact } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import { project, type Project } from '../model/project.ts';
import { llmProvider, type LLMProvider } from '../model/provider.ts';
import { pipelineRun, type PipelineRun } from '../model/run.ts';
import { workflowTemplate, type WorkflowTemplate } from '../model/template.ts';
import { toolCall, type ToolCall } from '../model/toolCall.ts';
import { spending, type Spending } from '../model/usage.ts';
import { StoreError } from '../ports/store.ts';
import type { Row } from './database.ts';

/** A row is input like any other: it becomes an entity by its schema, or an error that names it. */
function parse<T>(schema: z.ZodType<T>, table: string, value: Readonly<Record<string, unknown>>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new StoreError(`Row ${String(value['id'] ?? value['runId'])} of table ${table} is damaged: ${z.prettifyError(result.error)}`);
}

function fromJson(table: string, column: string, row: Row): Json {
  const text = row[column];
  return text === null || text === undefined ? null : jsonOf(table, column, String(text));
}

function jsonOf(table: string, column: string, text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch (error) {
    throw new StoreError(`Column ${column} of table ${table} holds no JSON.`, { cause: error });
  }
}

export function toProject(row: Row): Project {
  return parse(project, 'project', {
    id: row['id'],
    name: row['name'],
    goal: row['goal'],
    workspace: row['workspace'],
    templateId: row['template_id'],
    overrides: fromJson('project', 'overrides', row),
    status: row['status'],
    createdAt: row['created_at'],
  });
}

export function toProvider(row: Row): LLMProvider {
  return parse(llmProvider, 'llm_provider', {
    id: row['id'],
    kind: row['kind'],
    role: row['role'],
    isEnabled: row['is_enabled'] === 1,
    config: fromJson('llm_provider', 'config', row),
  });
}

export function toTemplate(row: Row): WorkflowTemplate {
  const value = fromJson('workflow_template', 'body', row);
  const result = workflowTemplate.safeParse(value);
  if (result.success) return result.data;
  throw new StoreError(`Row ${String(row['id'])} of table workflow_template is damaged: ${z.prettifyError(result.error)}`);
}

const runRow = pipelineRun.omit({ template: true });

export function toRun(row: Row, template: WorkflowTemplate): PipelineRun {
  const rest = parse(runRow, 'pipeline_run', {
    id: row['id'],
    project: row['project_id'],
    inputs: fromJson('pipeline_run', 'inputs', row),
    status: row['status'],
    reason: row['reason'],
    isAuto: row['is_auto'] === 1,
    resumeAt: row['resume_at'],
    seq: row['seq'],
    createdAt: row['created_at'],
    endedAt: row['ended_at'],
  });
  return { ...rest, template };
}

export function toFact(row: Row): Fact {
  return parse(fact, 'run_event', { runId: row['run_id'], seq: row['seq'], at: row['at'], event: fromJson('run_event', 'body', row) });
}

export function toSpending(row: Row): Spending {
  return parse(spending, 'run_event', { tokens: row['tokens'], usd: row['usd'] });
}

export function toExecution(row: Row): PhaseExecution {
  return parse(phaseExecution, 'phase_execution', {
    id: row['id'],
    runId: row['run_id'],
    phase: row['phase_id'],
    attempt: row['attempt'],
    iteration: row['iteration'],
    status: row['status'],
    wait: row['wait'],
    modelUsed: row['model_used'],
    usage: { inputTokens: row['input_tokens'], outputTokens: row['output_tokens'], cachedTokens: row['cached_tokens'], costUsd: row['cost_usd'] },
    turns: row['turns'],
    rejections: row['rejections'],
    failure: fromJson('phase_execution', 'failure', row),
    startedAt: row['started_at'],
    endedAt: row['ended_at'],
  });
}

export function toToolCall(row: Row): ToolCall {
  return parse(toolCall, 'tool_call', {
    id: row['id'],
    runId: row['run_id'],
    phase: row['phase_id'],
    execution: row['execution_id'],
    turn: row['turn'],
    name: row['name'],
    input: fromJson('tool_call', 'input', row),
    output: fromJson('tool_call', 'output', row),
    outcome: row['outcome'],
    startedAt: row['started_at'],
    durationMs: row['duration_ms'],
  });
}

const artifactRow = artifact.omit({ data: true });

/** `text` is the artifact's data as JSON, which is what parsing it gives: walking through it again would cost as much as reading it. */
export function toArtifact(row: Row, text: string): Artifact {
  const rest = parse(artifactRow, 'artifact', {
    id: row['id'],
    runId: row['run_id'],
    phase: row['phase_id'],
    execution: row['execution_id'],
    iteration: row['iteration'],
    type: row['type'],
    schemaVersion: row['schema_version'],
    isForced: row['is_forced'] === 1,
    hash: row['hash'],
    createdAt: row['created_at'],
  });
  return { ...rest, data: jsonOf('artifact', 'data', text) };
}

export function toCheckpoint(row: Row): Checkpoint {
  return parse(checkpoint, 'checkpoint', {
    id: row['id'],
    runId: row['run_id'],
    phase: row['phase_id'],
    seq: row['seq'],
    snapshot: row['snapshot'],
    createdAt: row['created_at'],
  });
}
