import { badUsage, type ExitCode } from '../exit.ts';
import type { Options } from '../options.ts';
import { order } from './goOn.ts';

/** `phasegate model RUN MODEL`: from the next phase on; `template` gives each phase back the model of the template. */
export function modelCommand(options: Options): Promise<ExitCode> {
  const [, , model] = options.words;
  if (model === undefined) throw badUsage('Name the model: phasegate model RUN PROVIDER[/MODEL] (or an alias, several with commas between them, or: template)');
  return order(options, { type: 'set-model', model: model === 'template' ? null : model });
}
