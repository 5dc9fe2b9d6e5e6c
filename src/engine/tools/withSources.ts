import { err, ok, type Result } from '../base/result.ts';
import { failed, type Failure } from '../model/failure.ts';
import { isToolName } from '../model/toolName.ts';
import type { OfferRequest, Tool, Toolbox, ToolSource } from '../ports/tool.ts';

/** The built-in tools with further sources behind them. A name belongs to the first source that owns it. */
export function withSources(builtIn: Toolbox, sources: readonly ToolSource[]): Toolbox {
  return {
    find: (name) => builtIn.find(name),
    ...(builtIn.background && { background: builtIn.background }),
    async offer({ names, approve }, signal) {
      const wanted = [...new Set(names)].filter((name) => builtIn.find(name) === undefined);
      const opened = await openAll(sources, { names: wanted, approve }, signal);
      if (!opened.ok) return opened;
      const tools = names.flatMap((name) => builtIn.find(name) ?? opened.value.get(name) ?? []);
      return ok([...new Map(tools.map((tool) => [tool.name, tool])).values()]);
    },
    endOf: async (execution) => builtIn.endOf?.(execution),
    async close() {
      await Promise.all([builtIn.close?.(), ...sources.map((source) => source.close())]);
    },
  };
}

/** By listed name. Sources open side by side; the first failure in their order counts. */
async function openAll(sources: readonly ToolSource[], { names, approve }: OfferRequest, signal: AbortSignal): Promise<Result<ReadonlyMap<string, readonly Tool[]>, Failure>> {
  const owned = names.map((name) => ({ name, source: sources.find((source) => source.owns(name)) }));
  const unknown = owned.find(({ name, source }) => source === undefined && !isToolName(name));
  if (unknown) return err(failed('not-found', `There is no tool "${unknown.name}" any more. Correct the template and start a new run.`));
  const results = await Promise.all(sources.map(async (source) => {
    const own = owned.filter((entry) => entry.source === source).map(({ name }) => name);
    return own.length === 0 ? ok(new Map<string, readonly Tool[]>()) : source.open({ names: own, approve }, signal);
  }));
  const found = new Map<string, readonly Tool[]>();
  for (const result of results) {
    if (!result.ok) return result;
    for (const [name, tools] of result.value) found.set(name, tools);
  }
  return ok(found);
}
