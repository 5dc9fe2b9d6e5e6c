import { err, ok, type Result } from '../base/result.ts';
import { builtInOutput, builtInOutputs } from '../model/artifacts/builtInOutputs.ts';
import { toModelSchema } from '../model/artifacts/modelSchema.ts';
import type { OutputContract, OutputSchemas } from '../ports/outputSchemas.ts';
import { limitIssue } from './outputSchemaLimits.ts';

/** Contracts of built-in outputs by zod, of inline JSON Schemas by a validator that is loaded when the first one is compiled. */
export function outputSchemas(): OutputSchemas {
  const compiled = new Map<string, Promise<Result<OutputContract, string>>>();
  return {
    compile(output) {
      if (typeof output === 'string') return Promise.resolve(builtInContract(output));
      const key = JSON.stringify(output);
      const contract = compiled.get(key) ?? import('./outputSchemaCompiler.ts').then(({ compileContract }) => compileContract(output));
      if (compiled.size >= 200) compiled.clear();
      compiled.set(key, contract);
      return contract;
    },
  };
}

function builtInContract(name: string): Result<OutputContract, string> {
  const output = builtInOutput(name);
  if (!output) return err(`There is no built-in output schema "${name}". Known: ${Object.keys(builtInOutputs).join(', ')}.`);
  return ok({
    type: name,
    schemaVersion: output.schemaVersion,
    schema: toModelSchema(output.schema),
    check(data, upstream) {
      const issue = limitIssue(data);
      return issue ? [issue] : output.check(data, upstream);
    },
  });
}
