import type { Result } from '../../base/result.ts';
import type { Failure } from '../../model/failure.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ToolImage } from '../../ports/tool.ts';

/** What a server says about one of its tools: data, from outside. */
export interface ServerTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
}

export interface ServerResource {
  readonly uri: string;
  readonly name: string;
  readonly description: string;
}

export interface ServerPrompt {
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly { readonly name: string; readonly isRequired: boolean }[];
}

/** Which of the three kinds a server has at all. */
export interface Offers {
  readonly tools: boolean;
  readonly resources: boolean;
  readonly prompts: boolean;
}

/** A part of what a server answers. */
export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  /** `about` says what it is and how large. */
  | { readonly type: 'image'; readonly image: ToolImage; readonly about: string }
  /** Not shown to models: sounds, bytes, images of other kinds or too large. */
  | { readonly type: 'data'; readonly mimeType: string; readonly bytes: number }
  | { readonly type: 'link'; readonly uri: string; readonly name: string };

export interface CallAnswer {
  readonly content: readonly ContentPart[];
  readonly isError: boolean;
}

export interface ServerCall {
  readonly name: string;
  readonly input: JsonObject;
  readonly onProgress: (text: string) => void;
}

/** One connection to one running server. Every method answers problems as failures; none rejects. */
export interface McpConnection {
  readonly offers: Offers;
  /** Everything, over all pages. */
  tools(signal: AbortSignal): Promise<Result<readonly ServerTool[], Failure>>;
  resources(signal: AbortSignal): Promise<Result<readonly ServerResource[], Failure>>;
  prompts(signal: AbortSignal): Promise<Result<readonly ServerPrompt[], Failure>>;
  call(call: ServerCall, signal: AbortSignal): Promise<Result<CallAnswer, Failure>>;
  read(uri: string, signal: AbortSignal): Promise<Result<CallAnswer, Failure>>;
  prompt(request: { readonly name: string; readonly input: Readonly<Record<string, string>> }, signal: AbortSignal): Promise<Result<CallAnswer, Failure>>;
  /** Whether it still answers at all. */
  ping(signal: AbortSignal): Promise<Result<null, Failure>>;
  /** The server said that its tools changed, since this was last asked. */
  takeToolsChanged(): boolean;
  /** Of the process, where there is one and the system tells. */
  memoryBytes(): Promise<number | null>;
  readonly isOpen: boolean;
  /** Ends it, and the program behind it; calls under way fail with the reason. */
  close(reason?: string): Promise<void>;
}
