import type { RunId } from '../../engine/model/ids.ts';
import type { Engine } from '../../engine/runtime/engine.ts';
import { badUsage, type ExitCode } from '../exit.ts';
import type { Options } from '../options.ts';
import { createReporter } from '../report/createReporter.ts';
import { findTemplate } from '../templates.ts';
import { withCommands } from '../withCommands.ts';
import { phaseWord } from './decide.ts';
import { withRun } from './goOn.ts';
import { driveRun } from './run.ts';

/** `phasegate fork RUN PHASE [--template FILE] [--restore-files]`: a new run that takes over a finished phase and what led to it. */
export function forkCommand(options: Options): Promise<ExitCode> {
  const phase = phaseWord(options);
  return withRun(options, async ({ engine, state }) => {
    const template = options.template === undefined ? null : await withCommands(await findTemplate(options.template, options.workspace), options);
    const reporter = createReporter(options);
    const creation = engine.onAdvance((advance) => reporter.advanced(advance));
    try {
      const forked = await engine.fork(state.id, { phase, template });
      if (!forked.ok) throw badUsage(forked.error);
      if (options.restoresFiles) await restoreFiles(engine, forked.value);
      creation.dispose();
      return await driveRun(engine, { run: forked.value, options, reporter }, [{ type: options.restoresFiles ? 'resume' : 'start' }]);
    } catch (error) {
      creation.dispose();
      reporter.dispose();
      throw error;
    }
  });
}

/** The new run begins with the files as they were when the phase was done. */
async function restoreFiles(engine: Engine, run: RunId): Promise<void> {
  const checkpoint = (await engine.state(run))?.checkpoints[0];
  if (!checkpoint) throw badUsage('The files of then are not kept any more. Without --restore-files the new run works on the files of now.');
  const result = await engine.send(run, { type: 'rollback', checkpoint: checkpoint.checkpoint });
  if (!result.ok) throw badUsage(result.error.message);
}
