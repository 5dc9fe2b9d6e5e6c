import { badUsage, type ExitCode } from '../exit.ts';
import type { Options } from '../options.ts';
import { createReporter } from '../report/createReporter.ts';
import { findTemplate } from '../templates.ts';
import { phaseWord } from './decide.ts';
import { withRun } from './goOn.ts';
import { driveRun } from './run.ts';

/** `phasegate fork RUN PHASE [--template FILE]`: a new run that takes over a finished phase and what led to it. */
export function forkCommand(options: Options): Promise<ExitCode> {
  const phase = phaseWord(options);
  return withRun(options, async ({ engine, state }) => {
    const template = options.template === undefined ? null : await findTemplate(options.template, options.workspace);
    const reporter = createReporter(options);
    const creation = engine.onAdvance((advance) => reporter.advanced(advance));
    const forked = await engine.fork(state.id, { phase, template });
    creation.dispose();
    if (!forked.ok) {
      reporter.dispose();
      throw badUsage(forked.error);
    }
    return driveRun(engine, { run: forked.value, options, reporter }, [{ type: 'start' }]);
  });
}
