import type { Json } from '../../../../src/engine/model/json.ts';

type Fields = Readonly<Record<string, Json>>;

/** A phase with nothing wrong with it, except for what is given. */
export function phase(id: string, fields: Fields = {}): Fields {
  return { id, name: id, type: 'automated', prompt: 'Work on {{input.goal}}.', output: 'spec', ...fields };
}

/** A template text with one phase to a line: phase 0 is on line 3. */
export function textOf(phases: readonly Json[], fields: Fields = {}): string {
  const head = JSON.stringify({ id: 'test', name: 'Test', version: 1, ...fields }).slice(0, -1);
  return `${head},\n"phases": [\n${phases.map((entry) => JSON.stringify(entry)).join(',\n')}\n]}`;
}
