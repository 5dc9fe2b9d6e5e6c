import path from 'node:path';
import { environmentSecrets } from '../../engine/node/environmentSecrets.ts';
import { lossesText } from '../../engine/model/schemaLoss.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { outputSchemas } from '../../engine/phase/outputSchemas.ts';
import { secretNames } from '../../engine/providers/catalog.ts';
import { type PhaseLosses, templateLosses } from '../../engine/providers/templateLosses.ts';
import { outputNotes } from '../../engine/workflow/template/outputNotes.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import { modelSettings } from '../modelSettings.ts';
import type { Options } from '../options.ts';
import { checkTemplateFile, toLine } from '../templates.ts';

/** `phasegate validate FILE`: every problem of a template, each with its place, and what its models are told in words only. */
export async function validateCommand(options: Options): Promise<ExitCode> {
  const { words, workspace, isJson } = options;
  const [, name] = words;
  if (name === undefined) throw badUsage('Name the file: phasegate validate FILE');
  const file = path.resolve(name);
  const { text, template, problems } = await checkTemplateFile(file, workspace);
  const losses = template === undefined ? [] : await lossesOf(template, options);
  const notes = outputNotes(text, losses.map((found) => ({ index: found.index, code: 'words-only', message: lossesText(found) })));
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  if (isJson) write(JSON.stringify({ valid: template !== undefined, problems, notes: notes.map((note, index) => ({ ...note, ...losses[index] })) }));
  else {
    for (const problem of [...problems, ...notes]) write(toLine(file, problem));
    write(template ? `${template.id} is valid: ${counted(template.phases.length, 'phase')}.` : `${counted(problems.length, 'problem')}.`);
  }
  return template ? exitCodes.completed : exitCodes.usage;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** For the models that its phases go to as things are set up here, or that `--model` names. */
async function lossesOf(template: WorkflowTemplate, options: Options): Promise<readonly PhaseLosses[]> {
  const secrets = environmentSecrets(process.env);
  return templateLosses(template, {
    schemas: outputSchemas(),
    settings: modelSettings(options),
    hasKey: async (vendor) => ((await secrets.get(secretNames[vendor])) ?? '') !== '',
    ...(options.model !== null && { model: options.model }),
  });
}
