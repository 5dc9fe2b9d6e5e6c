import type { Redaction } from '../base/redaction.ts';
import type { Artifact } from '../model/artifact.ts';
import type { ContentRef } from '../model/content.ts';
import type { Fact, RunEvent } from '../model/fact.ts';
import type { RunId } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import type { PipelineRun } from '../model/run.ts';
import type { ProjectStore, RunStore } from '../ports/store.ts';

/** Everything the store has of a run. */
export interface RunExport {
  readonly run: PipelineRun;
  readonly project: Project | undefined;
  readonly facts: readonly Fact[];
  readonly artifacts: readonly Artifact[];
  /** Whole texts that the facts only refer to, by their hash. */
  readonly texts: Readonly<Record<string, string>>;
}

/** `undefined` where there is no such run. */
export async function exportRun(store: RunStore & ProjectStore, id: RunId): Promise<RunExport | undefined> {
  const run = await store.run(id);
  if (!run) return undefined;
  const facts = await store.facts(id);
  const texts: Record<string, string> = {};
  for (const ref of facts.flatMap(({ event }) => refsIn(event))) if ('hash' in ref) texts[ref.hash] ??= await store.text(ref);
  return { run, project: await store.project(run.project), facts, artifacts: await store.artifacts(id), texts };
}

/** The file of an export: without the keys of this host, and without anything that looks like a key. */
export function exportText(exported: RunExport, { all }: Redaction): string {
  return `${JSON.stringify(exported, (_, value: unknown) => (typeof value === 'string' ? all(value) : value), 2)}\n`;
}

function refsIn(event: RunEvent): readonly ContentRef[] {
  if (event.type === 'message-added') return [event.content];
  if (event.type === 'tool-started') return [event.input];
  if (event.type === 'tool-finished') return [event.output, ...(event.images ?? []).map(({ content }) => content)];
  if (event.type === 'output-rejected') return [event.raw];
  if (event.type === 'review-requested') return [event.raw, event.changes, event.answer].filter((ref) => ref !== null);
  return event.type === 'decision-needed' && event.raw ? [event.raw] : [];
}
