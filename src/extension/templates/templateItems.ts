import * as vscode from 'vscode';
import { artifactTypeOf, modelOf, type PhaseDefinition, toolsOf, type WorkflowTemplate } from '../../engine/model/template.ts';
import type { TemplateSource } from '../../engine/node/templateFiles.ts';
import { powersOf } from '../../engine/workflow/template/powers.ts';
import { defaultTemplate, type TemplateCatalog } from '../../engine/workflow/templateCatalog.ts';
import type { LibraryFile } from '../templateLibrary.ts';
import type { TemplateNode } from './templateNode.ts';

type Catalog = TemplateCatalog<TemplateSource>;

const sources = ['workspace', 'user', 'built-in'] as const;

/** Groups that hold nothing are not shown. */
export function childrenOf({ files }: Catalog, node: TemplateNode | undefined): readonly TemplateNode[] {
  if (!node) return sources.filter((source) => files.some((file) => file.source === source)).map((source) => ({ type: 'source', source }));
  if (node.type === 'source') return files.filter(({ source }) => source === node.source).map(({ path }) => ({ type: 'template', path }));
  if (node.type !== 'template') return [];
  return fileAt(files, node.path)?.template?.phases.map(({ id }) => ({ type: 'template-phase', path: node.path, phase: id })) ?? [];
}

export function itemOf(catalog: Catalog, node: TemplateNode): vscode.TreeItem {
  if (node.type === 'source') return sourceItem(node.source);
  const file = fileAt(catalog.files, node.path);
  if (!file) return new vscode.TreeItem('');
  return node.type === 'template' ? templateItem(file, { node, isDefault: defaultTemplate(catalog)?.path === file.path }) : phaseItem(file, node);
}

function fileAt(files: readonly LibraryFile[], path: string): LibraryFile | undefined {
  return files.find((file) => file.path === path);
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

function sourceItem(source: TemplateSource): vscode.TreeItem {
  const labels = { workspace: vscode.l10n.t('This workspace'), user: vscode.l10n.t('Yours'), 'built-in': vscode.l10n.t('Built in') };
  const item = new vscode.TreeItem(labels[source], Expanded);
  item.contextValue = `template-source ${source}`;
  return item;
}

function templateItem(file: LibraryFile, { node, isDefault }: { readonly node: TemplateNode; readonly isDefault: boolean }): vscode.TreeItem {
  const { template, status, source } = file;
  const item = new vscode.TreeItem(template?.name ?? `${file.id}.json`, template ? Collapsed : None);
  item.description = [noteOf(file), ...(isDefault ? [vscode.l10n.t('default')] : [])].filter((part) => part !== '').join(', ');
  item.iconPath = status === 'broken' ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')) : new vscode.ThemeIcon(status === 'shadowed' ? 'circle-slash' : isDefault ? 'star-full' : 'type-hierarchy-sub');
  item.tooltip = tooltipOf(file);
  item.contextValue = ['template', source, status, ...(isDefault ? ['default'] : [])].join(' ');
  item.command = { command: 'phasegate.openTemplate', title: '', arguments: [node] };
  return item;
}

function noteOf({ id, status, problems }: LibraryFile): string {
  if (status === 'broken') return problems.length === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', String(problems.length));
  return status === 'shadowed' ? vscode.l10n.t('{0}, not used: a nearer one has this id', id) : id;
}

/** Plain text: a template may hold anything. */
function tooltipOf({ template, path, problems }: LibraryFile): string {
  const told = problems.slice(0, 5).map(({ line, column, message }) => `${line}:${column} ${message}`);
  const more = problems.length > told.length ? [vscode.l10n.t('… and {0} more', String(problems.length - told.length))] : [];
  return [...(template?.description === undefined ? [] : [template.description]), ...powerLines(template), ...told, ...more, path].join('\n');
}

function powerLines(template: WorkflowTemplate | undefined): readonly string[] {
  if (!template) return [];
  const powers = powersOf(template);
  return powers.length === 0 ? [vscode.l10n.t('Only looks at the workspace.')] : powers.map(({ text, phases }) => `• ${text} (${phases.join(', ')})`);
}

const phaseIcons = { automated: 'gear', interactive: 'comment-discussion', loop: 'sync' } as const;

function phaseItem({ template }: LibraryFile, node: Extract<TemplateNode, { type: 'template-phase' }>): vscode.TreeItem {
  const phase = template?.phases.find(({ id }) => id === node.phase);
  if (!template || !phase) return new vscode.TreeItem(node.phase);
  const item = new vscode.TreeItem(phase.name, None);
  item.description = `→ ${artifactTypeOf(phase.output)}`;
  item.iconPath = new vscode.ThemeIcon(phaseIcons[phase.type]);
  item.tooltip = phaseTooltip(template, phase);
  item.contextValue = 'template-phase';
  item.command = { command: 'phasegate.openTemplate', title: '', arguments: [node] };
  return item;
}

function phaseTooltip(template: WorkflowTemplate, phase: PhaseDefinition): string {
  return [...(phase.description === undefined ? [] : [phase.description]), vscode.l10n.t('Model: {0}', modelOf(template, phase)), vscode.l10n.t('Tools: {0}', toolsOf(phase).join(', '))].join('\n');
}
