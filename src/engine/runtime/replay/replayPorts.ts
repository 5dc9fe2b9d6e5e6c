import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { OutputSchemas } from '../../ports/outputSchemas.ts';
import type { RunStore } from '../../ports/store.ts';
import type { Toolbox } from '../../ports/tool.ts';

/** What a replay needs beside the record: code that computes, and nothing that acts. */
export interface ReplayPorts {
  readonly store: RunStore;
  readonly schemas: OutputSchemas;
  readonly ids: Ids;
  readonly clock: Clock;
  /** For the tools' names and effects; none of them runs. */
  readonly toolbox: Toolbox;
}
