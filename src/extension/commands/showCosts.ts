import * as vscode from 'vscode';
import { costTurns } from '../../engine/runtime/costs.ts';
import { dayOf } from '../../engine/runtime/spendingControl.ts';
import type { Composition } from '../compose.ts';
import { showAnswer } from '../tools/answerDocument.ts';
import { withEngine } from './commandScope.ts';
import { costReport, type NamedTurn } from './costReport.ts';
import { targetOf } from './target.ts';

/** What models used and cost, in a document: by day, project, model and run, and each turn of the run meant. */
export const showCosts = withEngine(async (composition, args) => {
  const meant = targetOf(args);
  const run = meant && 'run' in meant ? meant.run : composition.focus.state?.id;
  await showAnswer('costs', costReport(await turnsOf(composition), run));
});

async function turnsOf({ store, runs }: Composition): Promise<readonly NamedTurn[]> {
  const projects = new Map((await store.projects()).map(({ id, name }) => [id, name]));
  const turns: NamedTurn[] = [];
  for (const { id, project } of (await store.runs()).toReversed()) {
    const state = await runs.state(id);
    const phases = new Map(state?.template.phases.map((phase) => [phase.id, phase.name]));
    const runName = state ? new Date(state.createdAt).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }) : id;
    for (const turn of costTurns(await store.facts(id))) turns.push({ ...turn, project: projects.get(project) ?? project, runName, phaseName: phases.get(turn.phase) ?? turn.phase, day: dayOf(turn.at) });
  }
  return turns;
}
