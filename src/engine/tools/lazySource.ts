import type { ToolSource } from '../ports/tool.ts';

export interface LazySource {
  readonly owns: (name: string) => boolean;
  /** Called at the first phase that lists one of its tools. */
  readonly load: () => Promise<ToolSource>;
}

/** A source whose code is loaded by the first phase that needs it. */
export function lazySource({ owns, load }: LazySource): ToolSource {
  let loaded: Promise<ToolSource> | undefined;
  return {
    owns,
    async open(request, signal) {
      loaded ??= load();
      return (await loaded).open(request, signal);
    },
    close: async () => (await loaded)?.close(),
  };
}
