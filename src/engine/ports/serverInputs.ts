import type { Result } from '../base/result.ts';
import type { ContentHash } from '../model/ids.ts';
import type { McpInput, McpSource } from '../model/mcpServer.ts';

export interface ServerInputsRequest {
  readonly server: string;
  readonly source: McpSource;
  /** Of the definition as written: a value is given to exactly this. */
  readonly definition: ContentHash;
  readonly inputs: readonly McpInput[];
}

/** Values that a person gives for a server, asked for once where somebody is there. By id; the error says what is missing and what to do. */
export type ServerInputs = (request: ServerInputsRequest) => Promise<Result<ReadonlyMap<string, string>, string>>;
