import * as vscode from 'vscode';
import { isReviewExecution } from '../../engine/model/reviewExecution.ts';
import type { RunHeader } from '../../engine/workflow/runView.ts';
import type { Composition } from '../compose.ts';
import type { Node, NodeOf } from './node.ts';
import { costOf, iconOf, labelOf, statusOfPhase, statusOfRun } from './status.ts';
import { shortTaintOf, taintOf } from './taint.ts';
import { withWriterTurn } from './writerTurn.ts';
import { shownTime } from './shownTime.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** How a line of the projects tree looks. */
export async function itemOf(composition: Composition, node: Node): Promise<vscode.TreeItem> {
  if (node.type === 'project') return projectItem(composition, node);
  if (node.type === 'run') return runItem(composition, node);
  if (node.type === 'phase') return phaseItem(composition, node);
  if (node.type === 'execution') return executionItem(composition, node);
  return node.type === 'call' ? callItem(composition, node) : new vscode.TreeItem('');
}

async function projectItem({ runs, isReadOnly }: Composition, { project: id }: NodeOf<'project'>): Promise<vscode.TreeItem> {
  const project = (await runs.projects()).find((candidate) => candidate.id === id);
  const item = new vscode.TreeItem(project?.name ?? '', Expanded);
  if (!project) return item;
  item.description = labelOf(project.status);
  item.iconPath = iconOf(project.status);
  item.tooltip = `${project.name}\n${project.goal}`;
  item.contextValue = isReadOnly ? 'project-read-only' : 'project';
  item.accessibilityInformation = { label: vscode.l10n.t('Project {0}, {1}', project.name, labelOf(project.status)) };
  return item;
}

async function runItem({ runs, focus, isReadOnly }: Composition, node: NodeOf<'run'>): Promise<vscode.TreeItem> {
  const view = await runs.view(node.run);
  const item = new vscode.TreeItem('', Collapsed);
  if (!view) return item;
  const { run } = view;
  const isFocused = focus.state?.id === run.id;
  const status = statusOfRun(view);
  item.label = shownTime(run.createdAt);
  item.collapsibleState = isFocused ? Expanded : Collapsed;
  item.description = [labelOf(status), run.parent && vscode.l10n.t('forked from {0}', run.parent.phaseName), costOf(run.usage)].filter(Boolean).join(' · ');
  item.iconPath = iconOf(status);
  item.tooltip = [`${run.templateName}, ${labelOf(status)}`, run.goal, run.message, await parentLine(runs, run)].filter(Boolean).join('\n');
  item.contextValue = ['run', ...(run.parent ? ['fork'] : []), ...(isReadOnly ? [] : run.commands)].join(' ');
  item.command = { command: 'phasegate.showRun', title: '', arguments: [node] };
  item.accessibilityInformation = { label: vscode.l10n.t('Run of {0}, {1}', item.label, labelOf(status)) };
  return item;
}

async function parentLine(runs: Composition['runs'], { parent }: RunHeader): Promise<string | undefined> {
  const origin = parent && (await runs.view(parent.run));
  return parent && origin ? vscode.l10n.t('Forked from the end of {0} in the run of {1}', parent.phaseName, shownTime(origin.run.createdAt)) : undefined;
}

async function phaseItem({ engine, runs, isReadOnly }: Composition, node: NodeOf<'phase'>): Promise<vscode.TreeItem> {
  const view = await runs.view(node.run);
  const phase = view?.phases.find(({ id }) => id === node.phase);
  const item = new vscode.TreeItem(phase?.name ?? node.phase, phase && phase.attempts > 0 ? Collapsed : None);
  if (!view || !phase) return item;
  const status = statusOfPhase(phase);
  const progress = phase.loop ? vscode.l10n.t('{0} of {1}', String(phase.loop.done), String(phase.loop.total ?? '?')) : undefined;
  const taint = taintOf(phase);
  const review = phase.status === 'running' && phase.reviews?.at(-1)?.decision === null ? vscode.l10n.t('in review') : undefined;
  const owed = shortTaintOf(phase);
  // The icon says that it is completed; what it owes to unvalidated outputs comes where it is seen.
  const turn = withWriterTurn({ engine, runs }, node.run, [phase])[0]?.message;
  const waiting = phase.status === 'running' && turn ? vscode.l10n.t('waits its turn') : undefined;
  const words = waiting ? [waiting] : status === 'completed' && owed ? [owed] : [labelOf(status), owed];
  item.description = [...words, progress, review, phase.tool, costOf(phase.usage)].filter(Boolean).join(' · ');
  item.iconPath = iconOf(status);
  item.tooltip = [phase.description, taint, phase.failure?.message, turn ?? phase.message, phase.model].filter(Boolean).join('\n');
  item.contextValue = ['phase', ...(isReadOnly ? [] : phase.commands), ...(phase.artifact ? ['artifact'] : []), ...(phase.isWriter && phase.attempts > 0 ? ['changes'] : [])].join(' ');
  item.command = { command: 'phasegate.showRun', title: '', arguments: [node] };
  item.accessibilityInformation = { label: [vscode.l10n.t('Phase {0}, {1}', phase.name, labelOf(status)), taint].filter(Boolean).join(', ') };
  return item;
}

async function executionItem({ runs }: Composition, { run, phase, execution: id }: NodeOf<'execution'>): Promise<vscode.TreeItem> {
  const execution = (await runs.executions(run, phase)).find((candidate) => candidate.id === id);
  const item = new vscode.TreeItem('', Collapsed);
  if (!execution) return item;
  const { attempt, iteration, status, modelUsed, usage, failure, startedAt } = execution;
  const label = isReviewExecution(id) ? vscode.l10n.t('Review {0}', String(/\d+$/.exec(id)?.[0] ?? '')) : executionName(attempt, iteration);
  item.label = label;
  item.description = [labelOf(status), isReviewExecution(id) ? modelUsed : null, costOf(usage)].filter(Boolean).join(' · ');
  item.iconPath = iconOf(status);
  item.tooltip = [shownTime(startedAt, 'second'), modelUsed, failure?.message].filter(Boolean).join('\n');
  item.contextValue = 'execution';
  item.accessibilityInformation = { label: `${label}, ${labelOf(status)}` };
  return item;
}

function executionName(attempt: number, iteration: number | null): string {
  if (iteration === null) return vscode.l10n.t('Attempt {0}', String(attempt));
  const item = vscode.l10n.t('Item {0}', String(iteration + 1));
  return attempt > 1 ? vscode.l10n.t('{0}, attempt {1}', item, String(attempt)) : item;
}

async function callItem({ runs }: Composition, node: NodeOf<'call'>): Promise<vscode.TreeItem> {
  const call = await runs.toolCall(node);
  const item = new vscode.TreeItem(call?.name ?? '', None);
  if (!call) return item;
  const outcome = call.outcome ?? 'running';
  item.description = call.durationMs === null ? labelOf(outcome) : `${labelOf(outcome)} · ${Math.round(call.durationMs)} ms`;
  item.iconPath = iconOf(outcome);
  item.contextValue = 'call';
  item.command = { command: 'phasegate.showToolCall', title: '', arguments: [node] };
  item.accessibilityInformation = { label: vscode.l10n.t('Tool call {0}, {1}', call.name, labelOf(outcome)) };
  return item;
}
