import { openStoreToRead } from '../compose.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import { forecastFor, forecastText } from '../expected.ts';
import { stderrLog } from '../log.ts';
import type { Options } from '../options.ts';
import { findTemplate } from '../templates.ts';
import { print } from './inspect.ts';

/** `phasegate forecast <template id | file> [--model …]`: what a run is likely to use, before it is paid for. */
export async function forecastCommand(options: Options): Promise<ExitCode> {
  const [, name] = options.words;
  if (name === undefined) throw badUsage('Name a template: phasegate forecast <template id | file> [--model PROVIDER[/MODEL]]');
  const template = await findTemplate(name, options.workspace);
  const store = await openStoreToRead(options, stderrLog(options));
  try {
    const expected = await forecastFor(options, store, template);
    print(options, { type: 'forecast', template: template.id, ...expected }, () => forecastText(expected));
    return exitCodes.completed;
  } finally {
    await store.close();
  }
}
