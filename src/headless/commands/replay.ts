import { nodeFiles } from '../../engine/node/nodeFiles.ts';
import { nodeIds } from '../../engine/node/nodeIds.ts';
import { nodeShell } from '../../engine/node/nodeShell.ts';
import { systemClock } from '../../engine/node/systemClock.ts';
import { outputSchemas } from '../../engine/phase/outputSchemas.ts';
import { replayRun, type ReplayOutcome } from '../../engine/runtime/replay/replayRun.ts';
import { createToolbox } from '../../engine/tools/toolbox.ts';
import { openStoreToRead } from '../compose.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { stderrLog } from '../log.ts';
import type { Options } from '../options.ts';
import { runOf, unknownRun } from './goOn.ts';
import { print } from './inspect.ts';

/** `phasegate replay RUN`: brings the run about again from its record, offline, and says whether every fact is the same. */
export async function replayCommand(options: Options): Promise<ExitCode> {
  const run = runOf(options);
  const log = stderrLog(options);
  const store = await openStoreToRead(options, log);
  try {
    if (!(await store.run(run))) throw unknownRun(run);
    const toolbox = createToolbox({ files: await nodeFiles(options.workspace), shell: nodeShell({}), log });
    const outcome = await replayRun({ store, toolbox, ids: nodeIds(), clock: systemClock(), schemas: outputSchemas() }, run);
    const { type: status, ...details } = outcome;
    print(options, { type: 'replay', runId: run, status, ...details }, () => textOf(outcome));
    return outcome.type === 'same' ? exitCodes.completed : exitCodes.failed;
  } finally {
    await store.close();
  }
}

function textOf(outcome: ReplayOutcome): string {
  if (outcome.type === 'same') return `All ${outcome.facts} facts came about again, byte for byte.`;
  return `Fact ${outcome.seq} came about differently.\nrecorded: ${JSON.stringify(outcome.recorded)}\nproduced: ${JSON.stringify(outcome.produced)}`;
}
