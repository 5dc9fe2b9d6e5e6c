import type { GateAnswer } from '../agent/callExecutor.ts';
import type { Issue } from '../model/artifact.ts';
import type { Json } from '../model/json.ts';
import { submitArtifactTool } from '../model/toolName.ts';
import type { ToolSpec } from '../ports/languageModel.ts';
import type { OutputContract } from '../ports/outputSchemas.ts';

/** What was turned down: something that was offered, or an end without an offer. */
export interface Rejection {
  readonly kind: 'invalid-artifact' | 'no-artifact';
  readonly raw: string;
  readonly issues: readonly Issue[];
}

/**
 * The only way out of a phase: a tool call whose input is the artifact (SPEC R4). Counts every attempt that did not
 * end the phase, those of an earlier process included.
 */
export interface OutputGate {
  readonly spec: ToolSpec;
  offer(data: Json): Promise<GateAnswer>;
  /** The model stopped without offering anything; answers with what to tell it, or `null` when it had its chances. */
  missed(text: string): string | null;
  /** The rejection that was not reported yet. */
  takeRejection(): Rejection | null;
  readonly accepted: Json | undefined;
  readonly lastRejection: Rejection | null;
}

export interface GateOptions {
  readonly contract: OutputContract;
  readonly upstream: Readonly<Record<string, Json>>;
  readonly attempts: number;
  readonly rejections: number;
}

export function outputGate({ contract, upstream, attempts, rejections }: GateOptions): OutputGate {
  let count = rejections;
  let accepted: Json | undefined;
  let last: Rejection | null = null;
  let unreported: Rejection | null = null;

  const reject = (rejection: Rejection): boolean => {
    count += 1;
    last = unreported = rejection;
    return count < attempts;
  };

  return {
    spec: {
      name: submitArtifactTool,
      description: `Ends this phase with its result, an artifact of type "${contract.type}". Call it once, when the work is done. If it is rejected, correct every issue named and call it again.`,
      inputSchema: contract.schema,
    },
    async offer(data) {
      const issues = contract.check(data, upstream);
      if (issues.length === 0) {
        accepted = data;
        return { type: 'accepted' };
      }
      const mayRetry = reject({ kind: 'invalid-artifact', raw: JSON.stringify(data, null, 2), issues });
      return { type: mayRetry ? 'rejected' : 'given-up', output: explain(issues, attempts - count) };
    },
    missed(text) {
      const issues = [{ pointer: '', message: `The phase ended without a call of ${submitArtifactTool}.` }];
      const mayRetry = reject({ kind: 'no-artifact', raw: text, issues });
      return mayRetry ? `This phase ends only through ${submitArtifactTool}. Finish what is left, then call it with the complete artifact.` : null;
    },
    takeRejection() {
      const taken = unreported;
      unreported = null;
      return taken;
    },
    get accepted() {
      return accepted;
    },
    get lastRejection() {
      return last;
    },
  };
}

const shownIssues = 30;

function explain(issues: readonly Issue[], left: number): string {
  const lines = issues.slice(0, shownIssues).map(({ pointer, message }) => `${pointer || '/'}: ${message}`);
  const more = issues.length > shownIssues ? [`… and ${issues.length - shownIssues} more`] : [];
  return [`Rejected, ${issues.length} issue${issues.length === 1 ? '' : 's'}:`, ...lines, ...more, `Attempts left: ${left}.`].join('\n');
}
