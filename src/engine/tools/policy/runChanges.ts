import type { RunId } from '../../model/ids.ts';
import type { Files } from '../../ports/files.ts';
import type { RunBaselines } from '../../ports/runBaselines.ts';
import type { ToolIntent } from '../../ports/tool.ts';
import type { CommandParser } from './command/commandParser.ts';
import type { AskedCommand, Verdict } from './decideCommand.ts';
import { scriptFingerprint } from './scriptFingerprint.ts';
import { type ReadText, type RunSource, textReader } from './sourceText.ts';
import { manifests, whatRuns } from './whatRuns.ts';

/**
 * What says what commands run, as each run found it: from the first decision on (manifests of the root), before the first write to a file,
 * and at the first look at a command. Ends with the process, unless there is a place to keep it.
 */
export interface RunChanges {
  beforeAnything(run: RunId): Promise<void>;
  beforeWrite(run: RunId, path: string): Promise<void>;
  /** A rule allowed what the command was when the run began: where the run itself has changed that, it asks after all. */
  asksAfter(verdict: Verdict, intent: ToolIntent, run: RunId): Promise<Verdict>;
  /** A person agreed to what stands behind this fingerprint now. */
  agree(run: RunId, fingerprint: string): void;
}

const mostRuns = 1_000;
const mostFiles = 5_000;

export interface RunChangesPorts {
  readonly files: Files;
  readonly parser: CommandParser;
  readonly baselines?: RunBaselines | undefined;
}

export function runChanges({ files, parser, baselines }: RunChangesPorts): RunChanges {
  const found = new Map<RunId, Map<string, string | null>>();
  const beginning = new Map<RunId, Promise<void>>();
  const read = textReader(files);
  const agreed = new Set<string>();
  const keep = async (run: RunId, sources: readonly RunSource[]): Promise<void> => {
    const texts = found.get(run);
    const fresh = texts ? sources.filter(({ path }, index) => !texts.has(path) && texts.size + index < mostFiles) : [];
    for (const { path, text } of fresh) texts?.set(path, text);
    if (fresh.length > 0) await baselines?.keep(run, fresh);
  };
  const begin = async (run: RunId): Promise<void> => {
    const before = await baselines?.read(run);
    found.set(run, new Map(before?.toReversed().map(({ path, text }) => [path, text])));
    const [oldest] = found.keys();
    if (found.size > mostRuns && oldest !== undefined) for (const known of [found, beginning]) known.delete(oldest);
    if (!before) await keep(run, await Promise.all(manifests.map(read)));
  };
  const changedFor = async (run: RunId, command: AskedCommand): Promise<string | null> => {
    const texts = found.get(run);
    if (!texts) return null;
    const readThen: ReadText = async (path) => {
      const now = await read(path);
      await keep(run, [now]);
      return { path: now.path, text: texts.get(now.path) ?? (texts.has(now.path) ? null : now.text) };
    };
    const [then, now] = [await whatRuns({ parser, read: readThen }, command), await whatRuns({ parser, read }, command)];
    return now.find(({ path, text }, index) => then[index]?.path !== path || then[index]?.text !== text)?.path ?? then[now.length]?.path ?? null;
  };
  return {
    beforeAnything(run) {
      const begun = beginning.get(run) ?? begin(run);
      beginning.set(run, begun);
      return begun;
    },
    async beforeWrite(run, path) {
      if (found.get(run)?.has(path) === false) await keep(run, [await read(path)]);
    },
    agree: (run, fingerprint) => void agreed.add(`${run} ${fingerprint}`),
    async asksAfter(verdict, { subject }, run) {
      if (subject?.type !== 'command' || verdict.decision !== 'allow' || verdict.isEvenIfChanged === true) return verdict;
      const changed = await changedFor(run, subject);
      if (changed === null || agreed.has(`${run} ${await scriptFingerprint({ files, parser }, subject)}`)) return verdict;
      return { decision: 'ask', reason: `This run has changed ${changed}, which says what it runs; the rule was about what it ran before.`, isFirm: false };
    },
  };
}
