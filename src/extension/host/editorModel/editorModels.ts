import * as vscode from 'vscode';
import { err, ok, type Result } from '../../../engine/base/result.ts';
import { failed, type Failure } from '../../../engine/model/failure.ts';
import type { LanguageModel, LanguageModels } from '../../../engine/ports/languageModel.ts';
import { editorModel } from './editorModel.ts';

/** The models that the editor offers, as `editor/<vendor>/<model>`. */
export const editorModels: LanguageModels = {
  resolve(reference) {
    const [, vendor, ...model] = reference.trim().split('/');
    return resolveEditorModel(reference, { vendor, model: model.join('/') });
  },
};

/** `editor` alone is the first model there is, `editor/<vendor>` the first one of a vendor; a model goes by id or family. */
async function resolveEditorModel(reference: string, { vendor, model }: { readonly vendor: string | undefined; readonly model: string }): Promise<Result<LanguageModel, Failure>> {
  const offered = await vscode.lm.selectChatModels(vendor === undefined ? {} : { vendor });
  const found = model === '' ? offered[0] : (offered.find(({ id }) => id === model) ?? offered.find(({ family }) => family === model));
  if (found) return ok(editorModel(found));
  const names = offered.map(({ vendor: whose, id }) => `editor/${whose}/${id}`).join(', ');
  return err(failed('not-found', `The editor offers no model ${JSON.stringify(reference.slice(0, 100))}. ${names === '' ? 'It offers none: install an extension that brings models, or sign in to it.' : `It offers: ${names}.`}`));
}
