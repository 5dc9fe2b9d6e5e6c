/** The part of the WebAssembly API that the bridge uses: Node's own types do not declare it. */
declare namespace WebAssembly {
  type ImportFunction = (...values: unknown[]) => unknown;
  type Imports = Record<string, Record<string, ImportFunction>>;
  type Exports = Record<string, unknown>;

  class Module {
    constructor(bytes: Uint8Array);
  }

  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: Exports;
  }

  class Memory {
    readonly buffer: ArrayBuffer;
  }

  function compile(bytes: Uint8Array): Promise<Module>;
}
