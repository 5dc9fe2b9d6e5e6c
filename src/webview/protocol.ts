import * as z from 'zod';
import { artifact } from '../engine/model/artifact.ts';
import { artifactId, phaseId, toolCallId, timestamp } from '../engine/model/ids.ts';
import { jsonSchema } from '../engine/model/json.ts';
import { reviewRoundView } from '../engine/model/reviewView.ts';
import { longestSteering } from '../engine/model/steering.ts';
import { toolOutcome } from '../engine/model/toolCall.ts';
import { phaseView, runHeader, runView } from '../engine/workflow/runView.ts';

/** One line of a phase's conversation, as the panel shows it. */
export const streamEntry = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), id: z.string(), at: timestamp, role: z.enum(['user', 'assistant']), text: z.string() }),
  z.strictObject({
    type: z.literal('tool'),
    id: toolCallId,
    at: timestamp,
    name: z.string(),
    input: z.string(),
    outcome: toolOutcome.nullable(),
    output: z.string().nullable(),
    durationMs: z.number().nullable(),
  }),
  z.strictObject({ type: z.literal('note'), id: z.string(), at: timestamp, level: z.enum(['info', 'warning', 'error']), text: z.string() }),
]);
export type StreamEntry = z.infer<typeof streamEntry>;

/** What a run-less panel shows instead, with the one command that helps. */
export const emptyReason = z.enum(['no-folder', 'untrusted', 'no-project', 'no-run', 'read-only', 'store-problem']);
export type EmptyReason = z.infer<typeof emptyReason>;

/** Host to view. `snapshot` is whole; every `changed` after it carries the next `seq`, and a gap means: ask again. */
export const toView = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('snapshot'), view: runView, selected: phaseId.nullable() }),
  z.strictObject({ type: z.literal('empty'), reason: emptyReason, message: z.string() }),
  z.strictObject({ type: z.literal('changed'), seq: z.number().int(), run: runHeader, phases: z.array(phaseView) }),
  /** The whole stream of a phase, and what its output must be; sent when it is selected. */
  z.strictObject({ type: z.literal('stream'), phase: phaseId, entries: z.array(streamEntry), schema: jsonSchema.optional() }),
  /** New or updated entries (same id) of the selected phase. */
  z.strictObject({ type: z.literal('stream-changed'), phase: phaseId, entries: z.array(streamEntry) }),
  z.strictObject({ type: z.literal('text-delta'), phase: phaseId, text: z.string() }),
  z.strictObject({ type: z.literal('tool-progress'), phase: phaseId, call: toolCallId, text: z.string() }),
  /** For the inspector: an artifact with the schema that describes it, and where it came from. */
  z.strictObject({
    type: z.literal('artifact'),
    artifact,
    schema: jsonSchema,
    phaseName: z.string(),
    runName: z.string(),
    modelUsed: z.string().nullable(),
    /** The tools of its phase may change the workspace's files. */
    isWriter: z.boolean().optional(),
    /** Names of the phases upstream whose output a person accepted unvalidated. */
    restsOnForced: z.array(z.string()),
    /** `false` for one whose work was rolled back. */
    isInUse: z.boolean(),
    /** Second opinions on it, oldest round first. */
    reviews: z.array(reviewRoundView).optional(),
    related: z.array(z.strictObject({ id: artifactId, label: z.string() })),
  }),
]);
export type ToView = z.infer<typeof toView>;

/** View to host: requests, never state. The host parses every one. */
export const toHost = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('resync') }),
  z.strictObject({ type: z.literal('select'), phase: phaseId.nullable() }),
  z.strictObject({ type: z.literal('command'), command: z.enum(['start', 'continue', 'pause', 'resume', 'cancel', 'roll-back', 'raise-budget']) }),
  z.strictObject({ type: z.literal('set-auto'), isAuto: z.boolean() }),
  z.strictObject({ type: z.literal('phase-command'), command: z.enum(['retry', 'retry-with-model', 'review', 'skip', 'edit-and-accept', 'force-accept', 'roll-back', 'fork']), phase: phaseId }),
  /** To an approval without options of its own, the answer is `allow` or `deny`; with options, it is the option's text. */
  z.strictObject({ type: z.literal('answer'), call: toolCallId, answer: z.string().max(100_000) }),
  /** To a phase; its model is told at its next turn. */
  z.strictObject({ type: z.literal('steer'), phase: phaseId, text: z.string().min(1).max(longestSteering) }),
  z.strictObject({ type: z.literal('open-artifact'), artifact: artifactId }),
  /** What the phase of the run shown, or of the artifact shown, changed in the files. */
  z.strictObject({ type: z.literal('show-changes'), phase: phaseId }),
  /** What the call that the phase asks about would change. */
  z.strictObject({ type: z.literal('show-proposal'), phase: phaseId, call: toolCallId }),
  z.strictObject({ type: z.literal('open-panel') }),
  /** The run that the one shown was forked from. */
  z.strictObject({ type: z.literal('open-parent') }),
  z.strictObject({ type: z.literal('open-json'), artifact: artifactId }),
  z.strictObject({ type: z.literal('open-link'), href: z.string().max(4_000) }),
  z.strictObject({ type: z.literal('new-project') }),
  /** The one action that helps where there is no run: open a folder, manage trust, show the log. `no-project` asks `new-project`, `no-run` the command `start`. */
  z.strictObject({ type: z.literal('empty-action'), reason: z.enum(['no-folder', 'untrusted', 'read-only', 'store-problem']) }),
]);
export type ToHost = z.infer<typeof toHost>;

/** One handler per message; forgetting one is a compile error. */
export type Handlers<M extends { readonly type: string }> = {
  readonly [T in M['type']]: (message: Extract<M, { type: T }>) => void;
};

/** Which page of the one bundle a webview shows: put into `<body data-page="…">` by the host. */
export type Page = 'pipeline' | 'compact' | 'inspector';
