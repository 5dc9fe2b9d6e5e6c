import type { Json } from '../model/json.ts';
import { valueAt } from './paths.ts';
import { placeholdersOf } from './template/placeholders.ts';

/** What the placeholders of a prompt may speak of. */
export interface PromptScope {
  readonly input: Json;
  readonly artifacts: Readonly<Record<string, Json>>;
  readonly loop?: { readonly item?: Json; readonly index: number };
}

/** Replaces each placeholder once: what a value says is never read as a placeholder again. */
export function renderPrompt(prompt: string, scope: PromptScope): string {
  const data: Json = { input: scope.input, artifacts: scope.artifacts, ...(scope.loop && { loop: { item: scope.loop.item ?? null, index: scope.loop.index } }) };
  const parts: string[] = [];
  let end = 0;
  for (const placeholder of placeholdersOf(prompt)) {
    parts.push(prompt.slice(end, placeholder.start), toText(valueAt(data, placeholder.path), placeholder.expression));
    end = placeholder.end;
  }
  return parts.join('') + prompt.slice(end);
}

/** A skipped phase has no artifact: its absence is said, not left blank. */
function toText(value: Json | undefined, expression: string): string {
  if (value === undefined) return `(no value for ${expression.trim()})`;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
