export type DiagnosticSeverity = 'error' | 'warning' | 'information' | 'hint';

/** Lines and columns count from 1. */
export interface CodeDiagnostic {
  /** Absolute. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  /** Who says so, such as `ts` or `eslint`. */
  readonly source: string | null;
}

export interface CodeSymbol {
  readonly name: string;
  /** Such as `function` or `class`. */
  readonly kind: string;
  readonly container: string | null;
  /** Absolute. */
  readonly path: string;
  readonly line: number;
}

/** What only an editor knows of code: what its language servers say. They answer late, and only for what they have looked at. */
export interface CodeIntelligence {
  /** Of every file that was looked at. `opened` (absolute) is opened first, so that it is among them. Waits a while for what is still being said. */
  diagnostics(opened: string | null, signal: AbortSignal): Promise<readonly CodeDiagnostic[]>;
  /** Symbols of the whole workspace whose names fit; in the servers' own order. */
  symbols(query: string, signal: AbortSignal): Promise<readonly CodeSymbol[]>;
}
