import { err, ok } from '../base/result.ts';
import type { ServerInputs } from '../ports/serverInputs.ts';
import type { Environment } from './environmentSecrets.ts';

/** Where nobody is there to ask: `${input:api-key}` is the variable `PHASEGATE_INPUT_API_KEY`, or the default of the input. */
export function environmentInputs(environment: Environment): ServerInputs {
  return ({ server, inputs }) => {
    const found = inputs.map(({ id, default: fallback }) => ({ id, value: environment[variableOf(id)] ?? fallback }));
    const missing = found.filter(({ value }) => value === undefined).map(({ id }) => id);
    if (missing.length > 0) return Promise.resolve(err(`The MCP server "${server}" needs ${missing.map((id) => `\${input:${id}}`).join(', ')}: set ${missing.map(variableOf).join(', ')} in the environment.`));
    return Promise.resolve(ok(new Map(found.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])))));
  };
}

function variableOf(id: string): string {
  return `PHASEGATE_INPUT_${id.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;
}
