import type * as vscode from 'vscode';
import { lossesText } from '../../engine/model/schemaLoss.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { outputSchemas } from '../../engine/phase/outputSchemas.ts';
import { secretNames } from '../../engine/providers/catalog.ts';
import { templateLosses } from '../../engine/providers/templateLosses.ts';
import { outputNotes } from '../../engine/workflow/template/outputNotes.ts';
import type { TemplateNote } from '../../engine/workflow/template/problem.ts';
import { keyRing } from '../host/secrets.ts';
import { modelForRun, modelSettings, readSettings } from '../settings.ts';

const schemas = outputSchemas();

/** What the models of a sound template are told in words only of the schemas it brings along. Of built-in ones nothing is said: nobody could change them. */
export async function templateNotes(text: string, template: WorkflowTemplate, { secrets }: Pick<vscode.ExtensionContext, 'secrets'>): Promise<readonly TemplateNote[]> {
  if (template.phases.every(({ output }) => typeof output === 'string')) return [];
  const keys = keyRing(secrets);
  const model = modelForRun(readSettings());
  const found = await templateLosses(template, {
    schemas,
    settings: modelSettings()(),
    hasKey: async (vendor) => ((await keys.get(secretNames[vendor]).catch(() => undefined)) ?? '') !== '',
    ...(model !== null && { model }),
  });
  const own = found.filter(({ index }) => typeof template.phases[index]?.output !== 'string');
  return outputNotes(text, own.map((losses) => ({ index: losses.index, code: 'words-only', message: lossesText(losses) })));
}
