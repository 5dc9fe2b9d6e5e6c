import * as vscode from 'vscode';
import type { Composition } from '../compose.ts';
import { askModel } from './askModel.ts';
import { withOwnEngine } from './commandScope.ts';
import { targetOf } from './target.ts';

/** The model of one project's runs to come, in place of the one in the settings. */
export const chooseProjectModel = withOwnEngine(async (composition, args) => {
  const project = await projectOf(composition, args);
  if (!project) return;
  const { model } = project.overrides;
  const chosen = await askModel(vscode.l10n.t('Model for the runs of {0}', project.name), typeof model === 'string' ? model : undefined, vscode.l10n.t('$(discard) The model of the settings'));
  if (chosen === undefined) return;
  const { model: _, ...others } = project.overrides;
  await composition.store.saveProject({ ...project, overrides: chosen === null ? others : { ...others, model: chosen } });
});

async function projectOf({ runs, focus }: Composition, args: readonly unknown[]) {
  const meant = targetOf(args);
  const id = meant?.type === 'project' ? meant.project : focus.state?.project;
  const projects = await runs.projects();
  return projects.find((project) => project.id === id) ?? projects[0];
}
