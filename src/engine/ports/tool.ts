import type { Result } from '../base/result.ts';
import type { Issue } from '../model/artifact.ts';
import type { Failure } from '../model/failure.ts';
import type { ExecutionId, PhaseId, RunId, ToolCallId } from '../model/ids.ts';
import type { ImageMediaType } from '../model/image.ts';
import type { Json, JsonSchema } from '../model/json.ts';
import type { Narrowing } from '../model/template.ts';
import type { ToolEffect } from '../model/toolName.ts';
import type { CallPermission, ToolOutcome } from '../model/toolCall.ts';
import type { ApprovalEffect } from '../model/wait.ts';
import type { RunningCommands } from './runningCommands.ts';

/** An image to be shown to the model, where it can see. */
export interface ToolImage {
  readonly mediaType: ImageMediaType;
  readonly base64: string;
}

export interface ToolResult {
  readonly outcome: ToolOutcome;
  /** For the model: cleaned, capped, and saying what to do next when it failed. */
  readonly output: string;
  /** The whole output where `output` was capped. */
  readonly whole?: string;
  readonly images?: readonly ToolImage[];
}

export interface ToolContext {
  readonly call: ToolCallId;
  readonly run: RunId;
  readonly phase: PhaseId;
  readonly execution: ExecutionId;
  /** Shows work in progress. Lossy; never needed for correctness. */
  readonly progress: (text: string) => void;
  /** Asks the person and waits, for days if need be. Rejects only when the signal aborts. */
  readonly ask: (question: AskedQuestion) => Promise<string>;
  /** Data of an upstream artifact this phase may see, or `undefined`. */
  readonly artifactOf: (phase: string) => Promise<Json | undefined>;
}

export interface AskedQuestion {
  readonly text: string;
  readonly options: readonly string[];
}

/** What a call would really do, resolved: what permission is decided on, and what an approval shows. */
export interface ToolIntent {
  /** One line for a person: `write src/app.ts`, `run npm test`. */
  readonly title: string;
  /** The whole effect: a diff, the full command. */
  readonly detail: string;
  /** What this call really does, where that differs from its tool: `git status` reads, `git commit` changes. */
  readonly effect?: ToolEffect;
  /** What rules are held against; a call without it is judged by its effect and its tool's name. */
  readonly subject?: PermissionSubject;
  /** Hash of what stands behind the tool's name, where that can change: a lasting yes is to this and nothing else. */
  readonly definition?: string;
}

/** The object of a call, resolved once: a path from the workspace root with `/`, a script and its folder, or program and arguments. */
export type PermissionSubject =
  /** `consent` says why a person has to agree each time, as for files with secrets; `null` where nobody has to. */
  | { readonly type: 'read'; readonly path: string; readonly consent: string | null }
  | { readonly type: 'write'; readonly path: string; readonly consent: string | null; readonly diff: string }
  | { readonly type: 'command'; readonly script: string; readonly folder: string }
  /** Run by a tool of ours, which has made the arguments safe. */
  | { readonly type: 'program'; readonly argv: readonly string[] };

/** A call whose input was accepted. Preparing has no side effects. */
export interface PreparedCall {
  readonly intent: ToolIntent;
  /** Never throws for what the world does: every problem is a result. Ends soon after the signal aborts. */
  run(context: ToolContext, signal: AbortSignal): Promise<ToolResult>;
}

/** A refusal decided before anything ran: bad input, or a place that is off limits. */
export type PrepareProblem =
  | { readonly type: 'bad-input'; readonly issues: readonly Issue[] }
  | { readonly type: 'refused'; readonly message: string };

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly effect: ToolEffect;
  /** Parses and resolves the input; the tool acts on what was resolved here and nothing else. */
  prepare(input: Json): Promise<Result<PreparedCall, PrepareProblem>>;
}

/** The tools of one workspace, by name. */
export interface Toolbox {
  /** What is there at once: the built-in tools. */
  find(name: string): Tool | undefined;
  /**
   * Everything behind the names that a phase lists, in their order; a name may stand for several tools. What is not built in is
   * loaded, and where need be started, at the first call that lists it. The failure says for a person what is missing.
   */
  offer?(request: OfferRequest, signal: AbortSignal): Promise<Result<readonly Tool[], Failure>>;
  /** What its tools keep running for phases, where they can. */
  readonly background?: RunningCommands;
  /** Ends what this execution keeps running: it goes no further, or not now. */
  endOf?(execution: ExecutionId): Promise<void>;
  /** Ends what its tools keep running. */
  close?(): Promise<void>;
}

/** What a person allows before it runs for the first time: all of it is shown. */
export interface Approval {
  readonly title: string;
  readonly detail: string;
}

export interface OfferRequest {
  readonly names: readonly string[];
  /** Shows it to the person and waits, for days if need be. Rejects only when the signal aborts. */
  readonly approve: (approval: Approval) => Promise<boolean>;
}

/** A further place where tools come from: files of the workspace, servers. */
export interface ToolSource {
  /** Decided by the name alone. */
  owns(name: string): boolean;
  /** The tools behind each of these names, or why a person must act first. */
  open(request: OfferRequest, signal: AbortSignal): Promise<Result<ReadonlyMap<string, readonly Tool[]>, Failure>>;
  close(): Promise<void>;
}

/** Whose call it is. */
export interface CallOrigin {
  readonly run: RunId;
  readonly phase: PhaseId;
  /** Rules of the run's template, as written there. They can only narrow. */
  readonly narrowing: Narrowing;
}

/** How long a person's yes lasts: for this call, for the phase in this run, or for the project. */
export type ApprovalScope = 'once' | 'phase' | 'project';

export interface PermissionDecision {
  readonly type: 'allow' | 'ask' | 'deny';
  /** In words, for the person who is asked and the model that is refused. */
  readonly reason: string;
  /** For `ask`: what would happen, for the card. */
  readonly effect?: ApprovalEffect;
  /** For `ask`: what a lasting yes would cover, in words; absent where only this call can be approved. */
  readonly covers?: string;
  /** In a replay: what the record says of it, `null` for nothing. */
  readonly recorded?: CallPermission | null;
  /** For `ask`: another one means that something the call would run has changed. */
  readonly fingerprint?: string;
}

/** Decides on what a call would really do, before it does it. */
export interface Permission {
  decide(tool: Tool, intent: ToolIntent, origin?: CallOrigin): PermissionDecision | Promise<PermissionDecision>;
  /** A person's lasting yes to a call that `decide` asked about. */
  remember?(tool: Tool, intent: ToolIntent, given: { readonly scope: ApprovalScope; readonly origin: CallOrigin }): Promise<void>;
}
