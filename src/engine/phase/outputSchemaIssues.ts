import type { Issue } from '../model/artifact.ts';

const mostIssues = 50;

/** Each issue once, and no more than a model can use. */
export function fewIssues(all: readonly Issue[]): readonly Issue[] {
  const distinct = new Map(all.map((issue) => [`${issue.pointer}\n${issue.message}`, issue]));
  const issues = [...distinct.values()];
  const hidden = issues.length - mostIssues;
  return hidden > 0 ? [...issues.slice(0, mostIssues), { pointer: '', message: `has ${hidden} further issues` }] : issues;
}
