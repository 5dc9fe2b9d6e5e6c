import type { Json } from '../model/json.ts';
import { valueAt } from './paths.ts';

/** What the placeholders of a prompt may speak of. */
export interface PromptScope {
  readonly input: Json;
  readonly artifacts: Readonly<Record<string, Json>>;
  readonly loop?: { readonly item?: Json; readonly index: number };
}

const placeholder = /\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}/g;

/** Replaces each placeholder once: what a value says is never read as a placeholder again. */
export function renderPrompt(prompt: string, scope: PromptScope): string {
  const data: Json = { input: scope.input, artifacts: scope.artifacts, ...(scope.loop && { loop: { item: scope.loop.item ?? null, index: scope.loop.index } }) };
  return prompt.replace(placeholder, (whole, path: string) => {
    const value = valueAt(data, path.split('.'));
    if (value === undefined) return `(no value for ${whole.slice(2, -2).trim()})`;
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  });
}
